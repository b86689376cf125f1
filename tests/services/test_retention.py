"""Forgetting by age: what is over its time goes, the day after it and not the day before."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services import ledger, retention
from moderation.store import sites
from moderation.store.tables import audit, comments, contacts, reveals, sketches
from tests.conftest import Clock

Post = Callable[..., TestResponse]


@pytest.fixture
def pass_days(ctx: Context, clock: Clock) -> Callable[[int], None]:
    """Lets days pass, and then forgets what has grown old."""

    def forget(days: int) -> None:
        clock.forward(days=days)
        ledger.link_new(ctx.database, ctx.fingerprints.chain, clock())
        retention.forget(ctx.database, ctx.directory.every(-1), ctx.fingerprints.chain, clock())

    return forget


def count(ctx: Context, what: sa.ColumnElement[bool] | sa.Table) -> int:
    """Rows of a table, or comments with a property."""
    with ctx.database.read() as connection:
        statement = sa.select(sa.func.count())
        counted = statement.select_from(what) if isinstance(what, sa.Table) else statement.where(what)
        return int(connection.execute(counted).scalar_one())


def decide(ada: FlaskClient, identifier: str, action: str) -> None:
    """Ada's word on a comment that was held."""
    said = {"action": action, "items": [{"id": identifier, "version": 2}], "reason": "insult"}
    assert ada.post("/v1/moderation/decisions", json=said).status_code == 200


@pytest.fixture
def three(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> list[str]:
    """Three comments of three authors: approved, rejected, spam."""
    ids = [post(body=f"تعليق {n}", email=f"r{n}@example.ma").get_json()["id"] for n in range(3)]
    night_shift()
    for identifier, action in zip(ids, ["approve", "reject", "spam"], strict=True):
        decide(ada, identifier, action)
    return ids


def test_refused_comments_go_a_month_after_they_were_refused(
    ctx: Context, three: list[str], pass_days: Callable[[int], None]
) -> None:
    pass_days(29)
    assert count(ctx, comments) == 3

    pass_days(2)

    with ctx.database.read() as connection:
        assert connection.execute(sa.select(comments.c.id)).scalars().all() == three[:1]
        expired = sa.select(audit.c.comment).where(audit.c.action == "expire", audit.c.after.is_(None))
        assert set(connection.execute(expired).scalars()) == set(three[1:])
    assert list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock())) == []


def test_the_month_begins_with_the_decision(
    ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int], pass_days: Callable[[int], None]
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    pass_days(40)
    decide(ada, identifier, "reject")

    pass_days(29)
    assert count(ctx, comments) == 1
    pass_days(2)
    assert count(ctx, comments) == 0


def test_networks_go_after_a_month(ctx: Context, three: list[str], pass_days: Callable[[int], None]) -> None:
    assert count(ctx, comments.c.network != "") == 3

    pass_days(31)

    assert count(ctx, comments) == 1
    assert count(ctx, comments.c.network != "") == 0


def test_traces_of_texts_go_after_a_week(
    ctx: Context, post: Post, night_shift: Callable[[], int], pass_days: Callable[[int], None]
) -> None:
    post(body="تعليق فيه رابط إلى موقع آخر: http://casino.example/")
    night_shift()

    pass_days(6)
    assert count(ctx, sketches) == 1
    pass_days(2)
    assert count(ctx, sketches) == 0
    assert count(ctx, comments) == 1


def test_an_address_goes_a_year_after_its_authors_last_comment(
    ctx: Context, three: list[str], post: Post, pass_days: Callable[[int], None]
) -> None:
    pass_days(300)
    post(body="تعليق آخر", email="r0@example.ma")

    pass_days(100)
    assert count(ctx, contacts) == 2  # the author has been here since

    pass_days(300)
    assert count(ctx, contacts) == 0
    assert count(ctx, comments.c.fingerprint != "") == 0
    assert count(ctx, comments) == 2


def test_the_audit_and_the_reasons_of_reveals_go_after_a_year(
    ctx: Context, three: list[str], ada: FlaskClient, pass_days: Callable[[int], None]
) -> None:
    ada.post(f"/v1/moderation/comments/{three[0]}/reveal", json={"reason": "A threat"})
    assert count(ctx, reveals) == 1

    pass_days(366)

    with ctx.database.read() as connection:  # what was forgotten today is written down today
        assert set(connection.execute(sa.select(audit.c.action)).scalars()) == {"expire"}
    assert count(ctx, reveals) == 0
    ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())
    assert list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock())) == []


def test_a_site_can_choose_and_zero_is_for_ever(
    ctx: Context, site: Site, post: Post, pass_days: Callable[[int], None]
) -> None:
    days = {f"keep_{what}_days": 0 for what in ("refused", "network", "email", "audit")}
    ctx.database.write(lambda connection: sites.choose(connection, site.key, days))
    post()

    pass_days(4_000)

    assert count(ctx, comments.c.network != "") == 1
    assert count(ctx, contacts) == 1
    assert count(ctx, audit) == 1


def test_forgetting_twice_forgets_nothing_more(
    ctx: Context, three: list[str], pass_days: Callable[[int], None]
) -> None:
    pass_days(31)

    assert retention.forget(ctx.database, ctx.directory.every(-1), ctx.fingerprints.chain, ctx.clock()) == 0


@pytest.mark.parametrize("batch", [1, 2])
def test_small_batches_come_to_the_same(
    ctx: Context, three: list[str], pass_days: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(retention, "BATCH", batch)

    pass_days(31)

    assert count(ctx, comments) == 1
    assert count(ctx, comments.c.network != "") == 0
