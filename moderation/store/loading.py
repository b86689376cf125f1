"""Everything that ``store.archive`` has written, into a database of either kind; all or nothing is the transaction's business."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import sqlalchemy as sa

from moderation.domain.archive import ArchiveError, RefusedError, Row, Table
from moderation.store import erasures, schema
from moderation.store.archive import BATCH, TYPES, Convert, count, examine, kept, last_number
from moderation.store.engine import Connection
from moderation.store.erasures import Erasure
from moderation.store.tables import metadata

IN: Mapping[str, Convert] = {"moment": datetime.fromisoformat, "bytes": base64.b64decode}
UNKNOWN = "holds tables that this release does not know: use another backup"
WRONG = (
    "The database does not hold what was written into it ({}): nothing was changed; look after its disk and its server."
)


def others(connection: Connection) -> int:
    """How many sessions of others use the same PostgreSQL database; on SQLite nobody can tell."""
    if connection.dialect.name != "postgresql":
        return 0
    statement = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name <> current_setting('application_name') AND backend_type = 'client backend'"
    )
    return int(connection.execute(sa.text(statement)).scalar_one())


def is_empty(connection: Connection) -> bool:
    """Whether nothing that is worth keeping would be lost."""
    return not any(
        connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() for table in kept(connection)
    )


def erased(connection: Connection) -> tuple[Erasure, ...]:
    """Who was ever erased from this database; nobody, if it is of a time before there was a list."""
    return erasures.list_all(connection) if sa.inspect(connection).has_table("erasures") else ()


def clear(connection: Connection, revision: str) -> None:
    """Remove everything, and give the tables the shape of this revision."""
    found = sa.inspect(connection).get_table_names()
    ours = [table for table in reversed(metadata.sorted_tables) if table.name in found]
    if connection.dialect.name == "postgresql" and ours:
        connection.execute(sa.text(f"TRUNCATE {', '.join(table.name for table in ours)}"))
    else:
        for table in ours:
            connection.execute(sa.delete(table))
    schema.reshape_empty(connection, revision)


def load(connection: Connection, records: Iterable[Table | Row]) -> dict[str, int]:
    """Write what ``archive.dump`` has given into empty tables of the same shape; the number of rows of each.

    Raises:
        ArchiveError: There is no table, or no column, of such a name.
    """
    known = {table.name: table for table in kept(connection)}
    loaded: dict[str, int] = {}
    for table, rows in _batches(records):
        if table.name not in known or not table.columns.keys() <= set(known[table.name].columns.keys()):
            raise ArchiveError(UNKNOWN)
        loaded[table.name] = loaded.get(table.name, 0) + len(rows)
        if rows:
            _insert(connection, table, rows)
        else:
            _go_on_numbering(connection, table)
    return loaded


def check(connection: Connection, expected: Mapping[str, int]) -> None:
    """Have the database look whether everything is there and fits together.

    Raises:
        RefusedError: It does not.
    """
    found = count(connection)
    for name, rows in expected.items():
        if found[name] != rows:
            raise RefusedError(WRONG.format(f"{found[name]} rows of {rows} in {name}"))
    if connection.dialect.name == "sqlite" and connection.execute(sa.text("PRAGMA foreign_key_check")).first():
        raise RefusedError(WRONG.format("a row refers to one that is not there"))
    examine(connection)


def _batches(records: Iterable[Table | Row]) -> Iterator[tuple[Table, list[Row]]]:
    """Each table with a batch of its rows, again and again; and at its end with none."""
    table: Table | None = None
    rows: list[Row] = []
    for record in records:
        if isinstance(record, Table):
            yield from _rest(table, rows)
            table, rows = record, []
        elif table:
            rows.append(record)
        if table and len(rows) == BATCH:
            yield table, rows
            rows = []
    yield from _rest(table, rows)


def _rest(table: Table | None, rows: list[Row]) -> Iterator[tuple[Table, list[Row]]]:
    if table:
        yield from [(table, rows)] if rows else []
        yield table, []


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    columns = [sa.column(name, TYPES[kind]) for name, kind in table.columns.items()]
    convert = [(name, IN.get(kind)) for name, kind in table.columns.items()]
    values = [
        {
            name: change(value) if change and value is not None else value
            for (name, change), value in zip(convert, row, strict=True)
        }
        for row in rows
    ]
    connection.execute(sa.insert(sa.table(table.name, *columns)), values)


def _go_on_numbering(connection: Connection, table: Table) -> None:
    """A number is never given twice. Never backwards either: PostgreSQL's numbers do not come back when the rest is undone."""
    column = metadata.tables[table.name].autoincrement_column
    if column is None:
        return
    highest = connection.execute(sa.select(sa.func.max(column))).scalar() or 0
    last = max(highest, table.last or 0, last_number(connection, table.name) or 0)
    given = {"name": table.name, "column": column.name, "last": last}
    if connection.dialect.name == "postgresql":
        if last:
            connection.execute(sa.text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)"), given)
        return
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
    connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
