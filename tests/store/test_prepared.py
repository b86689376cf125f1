"""Prepared statements: the same answers as SQLAlchemy's own, the same errors, the same transactions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from moderation.store.engine import Database
from moderation.store.prepared import Prepared
from moderation.store.tables.base import Moment

SHELF = sa.Table(
    "prepared_shelf",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("word", sa.Text, nullable=False, default="?"),
    sa.Column("at", Moment),
    sa.Column("tags", sa.JSON),
    sa.Column("seal", sa.LargeBinary),
    sa.Column("good", sa.Boolean),
)
ADD = Prepared(sa.insert(SHELF))
FIND = Prepared(sa.select(SHELF, sa.literal(7).label("seven")).where(SHELF.c.id == sa.bindparam("number")).limit(1))
MOVE = Prepared(sa.update(SHELF).where(SHELF.c.id == sa.bindparam("number")))
TAKE = Prepared(sa.delete(SHELF).where(SHELF.c.id == sa.bindparam("number")).returning(SHELF.c.word, SHELF.c.at))
AT = datetime(2026, 11, 24, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
FULL = {"id": 1, "word": "كلمة", "at": AT, "tags": {"a": [1, "ب"]}, "seal": b"\0\xff", "good": True}


@pytest.fixture
def shelf(database_url: str) -> Iterator[Database]:
    """A database with one table of ours."""
    database = Database(database_url)
    database.reshape(SHELF.metadata.create_all)
    yield database
    database.close()


def test_a_row_comes_back_as_sqlalchemy_would_give_it(shelf: Database) -> None:
    shelf.write(lambda connection: ADD.change(connection, FULL))

    with shelf.read() as connection:
        (ours,) = FIND.rows(connection, {"number": 1})
        theirs = connection.execute(sa.select(SHELF)).one()

    assert ours[:-1] == tuple(theirs)
    assert (ours.word, ours.at, ours.tags, ours.seven) == ("كلمة", AT, {"a": [1, "ب"]}, 7)
    assert ours.at.tzinfo is UTC


def test_what_is_not_given_is_as_the_table_has_it_or_nothing(shelf: Database) -> None:
    shelf.write(lambda connection: ADD.change(connection, {"id": 2}))

    with shelf.read() as connection:
        assert FIND.rows(connection, {"number": 2}) == [(2, "?", None, None, None, None, 7)]
        assert FIND.row(connection, {"number": 3}) is None


def test_a_change_says_how_many_rows_it_has_written_and_sets_what_is_given(shelf: Database) -> None:
    shelf.write(lambda connection: ADD.change_many(connection, [FULL, FULL | {"id": 2}]))

    assert shelf.write(lambda connection: MOVE.change(connection, {"number": 1, "good": False})) == 1
    assert shelf.write(lambda connection: MOVE.change(connection, {"number": 1, "word": "b", "at": None})) == 1
    assert shelf.write(lambda connection: MOVE.change(connection, {"number": 9, "good": False})) == 0
    assert shelf.write(lambda connection: TAKE.rows(connection, {"number": 1})) == [("b", None)]
    assert shelf.write(lambda connection: TAKE.rows(connection, {"number": 1})) == []


def test_many_of_nothing_is_nothing(shelf: Database) -> None:
    shelf.write(lambda connection: ADD.change_many(connection, []))

    with shelf.read() as connection:
        assert connection.execute(sa.select(SHELF)).all() == []


def test_an_error_has_sqlalchemys_name_and_tells_no_value(shelf: Database) -> None:
    secret = "zahra@mail.example"
    shelf.write(lambda connection: ADD.change(connection, FULL))

    with shelf.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError) as refused:
        ADD.change(connection, FULL | {"word": secret})

    assert secret not in str(refused.value).split("\n", 1)[0]
    assert "[parameters:" not in str(refused.value)


def test_it_is_undone_with_its_transaction(shelf: Database) -> None:
    with shelf.engine.connect() as connection:
        ADD.change(connection, FULL)
        connection.rollback()
        assert FIND.row(connection, {"number": 1}) is None
        ADD.change(connection, FULL)
        connection.commit()

    with shelf.glance() as connection:
        assert FIND.row(connection, {"number": 1})


def test_a_glance_sees_what_was_committed_since_the_last_question(shelf: Database) -> None:
    with shelf.glance() as connection:
        assert FIND.row(connection, {"number": 1}) is None
        shelf.write(lambda writing: ADD.change(writing, FULL))
        assert FIND.row(connection, {"number": 1})


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_every_text_comes_back_as_it_was(word: str) -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        SHELF.create(connection)
        ADD.change(connection, {"id": 1, "word": word})
        assert [row.word for row in FIND.rows(connection, {"number": 1})] == [word]
