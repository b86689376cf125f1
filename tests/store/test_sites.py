"""Sites come and go; their numbers do not come back."""

from collections.abc import Callable

import pytest

from moderation.bootstrap import Context
from moderation.domain.errors import NotFoundError
from moderation.domain.site import Site
from moderation.store import sites


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
