"""Sites come and go; their numbers do not come back."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.errors import NotFoundError
from moderation.domain.site import Site
from moderation.store import erasures, sites
from moderation.store.erasures import Erasure
from moderation.store.tables import audit, metadata


def test_a_removed_sites_number_is_never_given_again(ctx: Context, add_site: Callable[..., Site]) -> None:
    """Else a moderator of the old site would see the new one's comments."""
    first = add_site("old")
    ctx.database.write(lambda connection: sites.remove(connection, "old"))

    second = add_site("new")

    assert second.id > first.id


def test_a_site_that_is_not_there_is_said_to_be(ctx: Context) -> None:
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda connection: sites.choose(connection, "nowhere", {"language": "fr"}))
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda connection: sites.remove(connection, "nowhere"))


def test_a_key_is_given_once(ctx: Context, site: Site, add_site: Callable[..., Site]) -> None:
    with pytest.raises(ValueError, match="already"):
        add_site("news")


def test_of_a_removed_site_nothing_stays_but_its_audit(
    ctx: Context, site: Site, post: Callable[..., TestResponse], ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post(headers={"Idempotency-Key": "k"}).get_json()["id"]
    night_shift()
    ada.post(f"/v1/moderation/comments/{identifier}/reveal", json={"reason": "A threat"})
    wish = Erasure(site.id, "mark", "author", ctx.clock())
    ctx.database.write(lambda connection: erasures.ask(connection, wish))

    ctx.database.write(lambda connection: sites.remove(connection, "news"))

    of_sites = [table for name, table in metadata.tables.items() if "site" in table.c and name != "audit"]
    with ctx.database.read() as connection:
        kept = {t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in of_sites}
        assert connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one() == 3
    assert len(kept) > 7
    assert sum(kept.values()) == 0
