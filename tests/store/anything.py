"""Rows for every table there is, with whatever its columns can hold: what is kept has to survive, also what nobody types."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from moderation.store.archive import NOT_KEPT
from moderation.store.engine import Connection
from moderation.store.tables import metadata
from moderation.store.tables.base import Moment
from tests.corpora import own

TYPED = [line["input"].encode("utf-8", "replace").decode().replace("\0", "\x01") for line in own("text")]
TEXTS = [*TYPED, "جريدة الساحل", "سَلام\u200f", "a\n\r\tb\u2028c\u2029", "\x01\x1f\x7f", "🌊" * 300]
BINARIES = [b"", b"\0", bytes(range(256)), b"\xff" * 1_000]
VALUES = [None, {}, [], {"مفتاح": ["قيمة", 1, 0.1, True, None, {"\u2028": "\\"}]}, [1, 2**53], "\u0001", 7]
FIRST = datetime(2026, 11, 24, 9, 0, 0, 1, tzinfo=UTC)
MANY = {"receipts": 2_001}  # more than a batch, and no whole number of them


def fill(connection: Connection, rows: int = 30) -> None:
    """Write rows into every table that is worth keeping; what they refer to is there."""
    for table in metadata.sorted_tables:
        if table.name not in NOT_KEPT:
            numbers = range(MANY.get(table.name, rows))
            connection.execute(sa.insert(table), [_row(table, number) for number in numbers])


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that are worth keeping."""
    return {
        table.name: _sorted(tuple(row) for row in connection.execute(sa.select(table)))
        for table in metadata.sorted_tables
        if table.name not in NOT_KEPT
    }


def _sorted(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def _row(table: sa.Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: sa.Column[Any], number: int) -> Any:
    for reference in column.foreign_keys:
        return _value(reference.column, number)
    if column.nullable and number % 3 == 0:
        return None
    kind = datetime if isinstance(column.type, Moment) else column.type.python_type
    if isinstance(column.type, sa.JSON):
        return VALUES[number % len(VALUES)] if column.nullable else VALUES[1 + number % (len(VALUES) - 1)]
    return {
        int: number + 1,
        float: (number + 1) / 7,
        bool: number % 2 == 0,
        bytes: BINARIES[number % len(BINARIES)],
        datetime: FIRST + timedelta(seconds=number / 3),
        str: f"{number} {TEXTS[number % len(TEXTS)]}",
    }[kind]
