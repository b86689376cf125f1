"""The audit cannot be altered, added to or shortened without being found out; by whoever has the database but not the key."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.services import ledger
from moderation.services.ledger import Flaw
from moderation.store.tables import audit, checkpoints, comments
from tests.conftest import Clock

Post = Callable[..., TestResponse]
COLUMNS = ("id", "comment", "who", "action", "before", "after", "version", "reason", "hash", "at", "number")


@pytest.fixture
def written(ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> int:
    """Fifteen comments, screened, some of them decided; all lines in their places. How many lines."""
    for number in range(15):
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    night_shift()
    items = ada.get("/v1/moderation/queue").get_json()["items"]
    for item, action in zip(items, ["approve", "spam", "approve", "hold"], strict=False):
        items = [{"id": item["id"], "version": item["version"]}]
        ada.post("/v1/moderation/decisions", json={"action": action, "items": items})
    return link(ctx)


def link(ctx: Context) -> int:
    """Give lines their places."""
    return ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())


def flaws(ctx: Context) -> list[Flaw]:
    """What is wrong."""
    return list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock()))


def tamper(ctx: Context, statement: Any) -> None:
    """What somebody does who owns the database: the trigger goes first."""

    def work(connection: sa.Connection) -> None:
        on = " ON audit" if connection.dialect.name == "postgresql" else ""
        connection.execute(sa.text(f"DROP TRIGGER IF EXISTS audit_append_only{on}"))
        connection.execute(statement)

    ctx.database.write(work)


def test_an_untouched_audit_is_whole(ctx: Context, written: int) -> None:
    assert written == 15 + 15 + 4
    assert flaws(ctx) == []
    assert link(ctx) == 0


def test_lines_that_come_later_go_on_where_the_chain_ended(ctx: Context, written: int, post: Post) -> None:
    post(body="تعليق آخر")

    assert link(ctx) == 1
    assert flaws(ctx) == []


def test_any_change_of_any_line_is_found(ctx: Context, written: int) -> None:
    """A hundred changes, each column of random lines; put back, all is well again."""
    dice = random.Random(4)
    for column in COLUMNS * 10:
        number = dice.randint(1, written)
        with ctx.database.read() as connection:
            row = connection.execute(sa.select(audit).where(audit.c.number == number)).one()
        kept = getattr(row, column)
        changed = {"at": row.at + timedelta(microseconds=1), "version": row.version + 1, "number": 900 + number}
        value = changed.get(column, f"{kept or ''}x")
        value = "spam" if column == "after" and kept != "spam" else "approved" if column == "after" else value
        value = "pending" if column == "before" and kept != "pending" else "spam" if column == "before" else value
        tamper(ctx, sa.update(audit).where(audit.c.number == number).values({column: value}))

        found = {flaw.code for flaw in flaws(ctx)}
        assert found & {"altered", "gap", "head"}, (column, number)

        place = 900 + number if column == "number" else number
        tamper(ctx, sa.update(audit).where(audit.c.number == place).values({column: kept}))
    assert flaws(ctx) == []


def test_a_line_that_was_taken_away_is_missed(ctx: Context, written: int) -> None:
    tamper(ctx, sa.delete(audit).where(audit.c.number == 7))

    assert Flaw("gap", 1, "7") in flaws(ctx)


def test_the_end_cannot_be_cut_off(ctx: Context, written: int) -> None:
    tamper(ctx, sa.delete(audit).where(audit.c.number > written - 3))

    assert Flaw("head", 1, str(written - 3)) in flaws(ctx)


def test_nor_with_its_head(ctx: Context, written: int) -> None:
    tamper(ctx, sa.delete(audit).where(audit.c.number > written - 3))
    tamper(ctx, sa.update(checkpoints).values(number=written - 3))
    assert "head" in {flaw.code for flaw in flaws(ctx)}

    tamper(ctx, sa.delete(checkpoints))
    assert "head" in {flaw.code for flaw in flaws(ctx)}


def test_a_line_that_was_slipped_in_is_found(ctx: Context, written: int) -> None:
    row = {"site": 1, "id": "zzz", "comment": "1-x", "at": ctx.clock(), "who": "machine", "action": "approve"}
    more = {"before": "pending", "after": "approved", "version": 2, "reason": "", "number": written + 1, "hash": "x"}
    tamper(ctx, sa.insert(audit).values(row | more))

    assert Flaw("altered", 1, str(written + 1)) in flaws(ctx)


def test_a_status_that_nobody_has_given_is_found(ctx: Context, written: int) -> None:
    with ctx.database.read() as connection:
        pending = sa.select(comments.c.id).where(comments.c.status == "pending").limit(1)
        identifier = connection.execute(pending).scalar_one()
    tamper(ctx, sa.update(comments).where(comments.c.id == identifier).values(status="approved"))

    assert flaws(ctx) == [Flaw("unfounded", 1, identifier)]


def test_lines_that_nobody_links_are_told_after_a_minute(ctx: Context, written: int, post: Post, clock: Clock) -> None:
    post(body="تعليق آخر")
    assert flaws(ctx) == []

    clock.forward(seconds=61)

    assert flaws(ctx) == [Flaw("loose", 0, "1")]


def test_age_cuts_the_chain_at_a_signed_place(ctx: Context, written: int, clock: Clock, post: Post) -> None:
    clock.forward(days=366)
    post(body="تعليق بعد سنة")
    link(ctx)

    assert ledger.cut(ctx.database, 1, clock() - timedelta(days=365), ctx.fingerprints.chain) == written
    assert ledger.cut(ctx.database, 1, clock() - timedelta(days=365), ctx.fingerprints.chain) == 0
    assert flaws(ctx) == []

    tamper(ctx, sa.update(checkpoints).where(checkpoints.c.kind == "cut").values(at=clock()))
    assert flaws(ctx) == [Flaw("cut", 1, str(written))]


def test_the_database_itself_refuses_to_change_a_line(ctx: Context, written: int) -> None:
    statement = sa.update(audit).where(audit.c.number == 3).values(who="nobody")

    with pytest.raises(DBAPIError, match="never changed"), ctx.database.engine.begin() as connection:
        connection.execute(statement)


def test_two_at_once_link_each_line_once(ctx: Context, post: Post) -> None:
    for number in range(20):
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    with ThreadPoolExecutor(4) as pool:
        placed = sum(pool.map(lambda _: link(ctx), range(4)))

    assert placed == 20
    assert flaws(ctx) == []
