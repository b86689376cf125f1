"""What SQLite is told of the sizes of a large store."""

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.store import sizes, tables


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite's own."""
    return sqlite_url


def told(connection: sa.Connection) -> dict[tuple[str, str], str]:
    """What the planner goes by."""
    rows = connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1")
    return {(row.tbl, row.idx): row.stat for row in rows}


def test_every_index_of_a_table_that_grows_has_its_figures(ctx: Context) -> None:
    with ctx.database.read() as connection:
        found = told(connection)

    indexes = {(name, str(index.name)) for name in sizes.ROWS for index in tables.metadata.tables[name].indexes}
    assert indexes < found.keys()
    assert {index for _, index in indexes} >= sizes.FEW.keys()
    assert {table for table, _ in found} == sizes.ROWS.keys()


def test_a_key_finds_one_row_and_a_site_half_of_them(ctx: Context) -> None:
    with ctx.database.read() as connection:
        found = told(connection)

    assert found["comments", "sqlite_autoindex_comments_1"] == "1000000 500000 1"
    assert found["comments", "ix_comments_public"] == "1000000 500000 50 10 1 1"
    assert found["audit", "ix_audit_loose"] == "1000 500 1"


def test_telling_it_again_changes_nothing(ctx: Context) -> None:
    with ctx.database.read() as connection:
        before = told(connection)

    ctx.database.reshape(sizes.tell)

    with ctx.database.read() as connection:
        assert told(connection) == before
