"""How PostgreSQL finds what it changes, also before it has statistics: by keys, or a backlog makes each comment slower."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import MACHINE, AuditLine, Link
from moderation.domain.comment import Comment, Status
from moderation.services import screen
from moderation.store import alike, chain, comments, listing, sizes, tables, transitions
from moderation.store.engine import Connection
from moderation.store.filters import Filter
from moderation.store.listing import Page
from moderation.store.transitions import Transition
from tests.conftest import Clock
from tests.journeys.service import wait_until

MANY = 3_000
NUMBERS = sa.func.generate_series(1, MANY).table_valued("n", name="numbers").render_derived()
NUMBER = sa.cast(NUMBERS.c.n, sa.Text)
pytestmark = pytest.mark.postgres


@pytest.fixture(params=["postgres"])
def database_url(postgres_url: str) -> str:
    """SQLite's plans have tests of their own."""
    return postgres_url


@contextmanager
def plans(connection: Connection) -> Iterator[list[str]]:
    """What PostgreSQL says of every statement of this transaction meanwhile."""
    told: list[str] = []

    def take(diagnostic: Any) -> None:
        told.append(diagnostic.message_primary)

    driver: Any = connection.connection.driver_connection
    driver.add_notice_handler(take)
    connection.execute(sa.text("LOAD 'auto_explain'"))
    for setting in ("auto_explain.log_min_duration = 0", "client_min_messages = log"):
        connection.execute(sa.text(f"SET LOCAL {setting}"))
    yield told
    connection.execute(sa.text("SELECT 1"))  # what was asked last is told of when the next question comes
    driver.remove_notice_handler(take)


def copy(connection: Connection, table: sa.Table, **changed: sa.ColumnElement[Any]) -> None:
    """Write the only row of a table again, ``MANY`` times; each with these columns."""
    values = [changed.get(column.name, column) for column in table.c]
    every = sa.select(*values).select_from(table.join(NUMBERS, sa.true()))
    connection.execute(sa.insert(table).from_select([column.name for column in table.c], every))


def names(ctx: Context) -> tuple[str, sa.ColumnElement[str]]:
    """The id of the only comment, and those of its copies."""
    with ctx.database.read() as connection:
        first = connection.execute(sa.select(tables.comments.c.id)).scalar_one()
    return first, sa.literal(first[:-5]).concat(sa.func.lpad(NUMBER, 5, "0"))


def held(comment: Comment, clock: Clock) -> Transition:
    """A worker leaves it to a person."""
    return Transition(
        comment, AuditLine(comment.id, clock(), MACHINE, "hold", comment.status, Status.PENDING, comment.version + 1)
    )


@pytest.fixture
def backlog(ctx: Context, post: Callable[..., TestResponse]) -> list[Comment]:
    """Comments of one page, each with a line that has no place yet; the database has looked at none of its tables."""
    post()
    first, name = names(ctx)

    def fill(connection: Connection) -> None:
        copy(connection, tables.comments, id=name)
        copy(connection, tables.audit, comment=name, id=sa.func.lpad(NUMBER, 26, "0"))

    ctx.database.reshape(fill)
    with ctx.database.read() as connection:
        return list(comments.find_many(connection, [f"{first[:-5]}{number:05}" for number in range(1, 51)]).values())


def test_new_tables_are_measured_once_and_then_fifty_keys_are_known_to_be_fifty_rows(
    ctx: Context, backlog: list[Comment], clock: Clock
) -> None:
    def lock(connection: Connection) -> str:
        with plans(connection) as told:
            transitions.make_many(connection, [held(one, clock) for one in backlog])
        connection.rollback()
        return told[0]

    measured: set[str] = set()  # the server counts rows a little later

    def is_known() -> bool:
        measured.update(ctx.database.write(sizes.measure))
        return {"audit", "comments"} <= measured

    with ctx.database.read() as connection:
        assert " rows=50 " not in lock(connection)
    wait_until(is_known)
    with ctx.database.read() as connection:
        assert " rows=50 " in lock(connection)
    assert ctx.database.write(sizes.measure) == ()


def test_comments_are_moved_by_their_keys(ctx: Context, backlog: list[Comment], clock: Clock) -> None:
    wanted = [held(one, clock) for one in backlog]

    def move(connection: Connection) -> list[str]:
        with plans(connection) as told:
            assert transitions.make_many(connection, wanted) == wanted
            assert transitions.make(connection, wanted[0]) is False
        return told

    updates = [plan for plan in ctx.database.write(move) if "UPDATE comments" in plan]
    assert len(updates) == len(wanted) + 1
    assert [plan for plan in updates if "Index Scan using pk_comments" not in plan] == []


def test_lines_get_their_places_by_their_keys(ctx: Context, backlog: list[Comment]) -> None:
    def place(connection: Connection) -> list[str]:
        with plans(connection) as told:
            loose = chain.list_loose(connection, 1, 50)
            chain.place(connection, [Link(1, name, line, number, "x") for number, (name, line) in enumerate(loose, 1)])
        return told

    updates = [plan for plan in ctx.database.write(place) if "UPDATE audit" in plan]
    assert len(updates) == 50
    assert [plan for plan in updates if "Index Scan using pk_audit" not in plan] == []


@pytest.fixture
def held_back(ctx: Context, post: Callable[..., TestResponse]) -> Comment:
    """One of many comments that wait for a person, all for the same reason; the database has looked at its tables."""
    post(body="Merci pour cet article, la bibliothèque du quartier attend depuis des années que quelqu’un écoute.")
    screen.drain(ctx.desk)
    first, name = names(ctx)

    def fill(connection: Connection) -> None:
        copy(connection, tables.comments, id=name)
        copy(connection, tables.verdicts, comment=name)

    ctx.database.reshape(fill)
    with ctx.database.patient.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text("ANALYZE"))
    with ctx.database.read() as connection:
        return comments.find_many(connection, [first])[first]


@pytest.mark.parametrize("wanted", [Filter(signal="first_comment"), Filter(risk=0.9)])
def test_a_filter_by_verdicts_goes_through_the_queue_in_its_order(
    ctx: Context, held_back: Comment, wanted: Filter
) -> None:
    """Else all verdicts there are would be read for each page."""
    with ctx.database.read() as connection, plans(connection) as told:
        assert len(listing.list_queue(connection, wanted, Page())) == Page().limit

    assert held_back.status is Status.PENDING
    assert "Scan using pk_verdicts on verdicts" in told[0]
    assert "Scan on verdicts" not in told[0]
    assert "Sort Key" not in told[0]


def test_where_a_band_ends_is_found_once_for_each(ctx: Context, held_back: Comment) -> None:
    with ctx.database.read() as connection, plans(connection) as told:
        alike.find_many(connection, [held_back])

    assert [plan for plan in told if "CTE edge" in plan]
