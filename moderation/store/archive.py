"""Everything that is worth keeping, out of a database: the same for either kind.

Which columns there are is asked of the database itself: so one of an older shape is written as it is.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from moderation.domain.archive import RefusedError, Row, Table
from moderation.store.engine import Connection
from moderation.store.tables import metadata
from moderation.store.tables.base import Moment

NOT_KEPT = {"sessions", "heartbeats"}  # a login, and a sign of life, mean nothing on another day
BATCH = 1_000  # rows in memory at a time

Convert = Callable[[Any], Any]
TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    "moment": Moment(),
    "bytes": sa.LargeBinary(),
    "json": sa.JSON(none_as_null=True),
    "boolean": sa.Boolean(),
    "plain": sa.types.NullType(),
}
OUT: Mapping[str, Convert] = {
    "moment": lambda value: value.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    "bytes": lambda value: base64.b64encode(value).decode(),
}


def examine(connection: Connection) -> None:
    """Have SQLite look at every page; PostgreSQL looks at what it reads.

    Raises:
        RefusedError: The file is damaged.
    """
    if connection.dialect.name == "sqlite":
        said = connection.execute(sa.text("PRAGMA integrity_check")).scalar()
        if said != "ok":
            raise RefusedError("The database's file is damaged: restore the newest backup, and look after the disk.")


def count(connection: Connection) -> dict[str, int]:
    """The number of rows of each table that is worth keeping."""
    return {table.name: _rows(connection, table) for table in kept(connection)}


def dump(connection: Connection) -> Iterator[Table | Row]:
    """Every table, and after it its rows; what a row refers to comes before it. Needs the memory of one batch."""
    for table in kept(connection):
        kinds = {column.name: _kind(column.type) for column in table.columns}
        yield Table(table.name, kinds, last_number(connection, table.name))
        yield from _rows_of(connection, table, kinds)


def kept(connection: Connection) -> list[sa.Table]:
    """The tables of ours that are there and worth keeping, those that are referred to first."""
    ours = metadata.tables.keys() - NOT_KEPT
    found = sa.MetaData()
    found.reflect(connection, only=lambda name, _: name in ours, resolve_fks=False)
    return found.sorted_tables


def last_number(connection: Connection, name: str) -> int | None:
    """The highest number a table has ever given; None if it does not number its rows, or never did."""
    column = metadata.tables[name].autoincrement_column
    if column is None:
        return None
    if connection.dialect.name == "postgresql":
        statement = "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:name, :column) AS regclass))"
        return connection.execute(sa.text(statement), {"name": name, "column": column.name}).scalar()
    statement = "SELECT seq FROM sqlite_sequence WHERE name = :name"
    return connection.execute(sa.text(statement), {"name": name}).scalar()


def _rows(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _rows_of(connection: Connection, table: sa.Table, kinds: Mapping[str, str]) -> Iterator[Row]:
    plain = sa.table(table.name, *(sa.column(name, TYPES[kind]) for name, kind in kinds.items()))
    convert = [OUT.get(kind) for kind in kinds.values()]
    statement = sa.select(plain).order_by(*(plain.c[key.name] for key in table.primary_key))
    for found in connection.execute(statement, execution_options={"yield_per": BATCH}):
        yield [change(value) if change and value is not None else value for change, value in zip(convert, found, strict=True)]  # fmt: skip


def _kind(of: sa.types.TypeEngine[Any]) -> str:
    named = {"moment": sa.DateTime, "bytes": sa.LargeBinary, "json": sa.JSON, "boolean": sa.Boolean}
    return next((kind for kind, family in named.items() if isinstance(of, family)), "plain")
