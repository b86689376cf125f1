"""Statements that run for every comment: compiled once, and then given to the driver itself.

To run a short statement takes SQLAlchemy fifteen times as long as it takes SQLite. Here a statement is written, and its
values are converted, as everywhere else; only what lies between the two is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]


class Prepared:
    """A Core statement whose parameters are single values (no lists), and always have the same names."""

    def __init__(self, statement: Any) -> None:
        """Take a select, insert, update or delete; it is compiled when it is first run."""
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, connection: sa.Connection, values: Values) -> list[Any]:
        """Run it; the rows, as named tuples."""
        compiled = self._for(connection, values)
        return compiled.rows(_run(connection, "execute", compiled.sql, compiled.parameters(values)).fetchall())

    def row(self, connection: sa.Connection, values: Values) -> Any | None:
        """Run it; its only row, as a named tuple, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def change(self, connection: sa.Connection, values: Values) -> int:
        """Run it; how many rows it has written."""
        compiled = self._for(connection, values)
        return int(_run(connection, "execute", compiled.sql, compiled.parameters(values)).rowcount)

    def change_many(self, connection: sa.Connection, every: Iterable[Values]) -> None:
        """Run it for each of these, which all have the same names; for none of them, not at all."""
        many = list(every)
        if many:
            compiled = self._for(connection, many[0])
            _run(connection, "executemany", compiled.sql, list(map(compiled.parameters, many)))

    def _for(self, connection: sa.Connection, values: Values) -> "_Compiled":
        key = (connection.dialect.name, *values)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = _compile(self._statement, connection.dialect, values)
        return found


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement for one dialect.

    Attributes:
        constants: Parameters that nobody gives: values that stand in the statement, and the columns' defaults.
        into: How values are converted for the driver, by their names.
        arrange: From values by name to what the driver takes.
        row: Makes a named tuple.
        out: How columns are converted that come from the driver, by their places.
    """

    sql: str
    constants: Values
    into: tuple[tuple[str, Convert], ...]
    arrange: Callable[[dict[str, Any]], Any]
    row: Callable[[Iterable[Any]], Any]
    out: tuple[tuple[int, Convert], ...]

    def parameters(self, values: Values) -> Any:
        given = {**self.constants, **values}
        for name, convert in self.into:
            given[name] = convert(given[name])
        return self.arrange(given)

    def rows(self, found: Iterable[Iterable[Any]]) -> list[Any]:
        if not self.out:
            return list(map(self.row, found))
        converted = []
        for one in found:
            values = list(one)
            for place, convert in self.out:
                values[place] = convert(values[place])
            converted.append(self.row(values))
        return converted


def _compile(statement: Any, dialect: sa.Dialect, values: Values) -> _Compiled:
    defaults = _defaults(statement) if isinstance(statement, sa.Insert) else {}
    compiled = statement.compile(dialect=dialect, column_keys=[*values, *(defaults.keys() - values.keys())])
    stands = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    kinds = {name: bind.type for name, bind in compiled.binds.items()}
    columns = statement.exported_columns
    return _Compiled(
        sql=str(compiled),
        constants={**defaults, **stands},
        into=_converts((name, kind.dialect_impl(dialect).bind_processor(dialect)) for name, kind in kinds.items()),
        arrange=_positional(compiled.positiontup) if compiled.positional else dict,
        row=_row([column.key for column in columns]),
        out=_converts(
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for place, column in enumerate(columns)
        ),
    )  # fmt: skip


def _defaults(statement: sa.Insert) -> dict[str, Any]:
    """What the table itself puts where nothing is given."""
    columns = ((column.name, column.default) for column in statement.table.columns)
    return {name: default.arg for name, default in columns if isinstance(default, sa.ColumnDefault)}


def _row(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    make: Any = NamedTuple  # its fields are known only here
    return make("Row", [(name, Any) for name in names])._make  # type: ignore[no-any-return]


def _converts(found: Iterable[tuple[Any, Convert | None]]) -> Any:
    return tuple((where, convert) for where, convert in found if convert)


def _positional(names: list[str]) -> Callable[[dict[str, Any]], Any]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: tuple(given[name] for name in names)


def _run(connection: sa.Connection, way: str, sql: str, parameters: Any) -> Any:
    if not connection.in_transaction():
        connection.begin()  # as SQLAlchemy does by itself
    try:
        cursor = connection.connection.cursor()
        getattr(cursor, way)(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise named(connection, sql, error) from error
    return cursor


def named(connection: sa.Connection, sql: str, error: Exception) -> Exception:
    """A driver's error as SQLAlchemy names it, without values; a connection that has broken is given up."""
    dialect = connection.dialect
    broken = dialect.is_disconnect(error, connection.connection, None)  # type: ignore[arg-type]
    if broken:
        connection.invalidate(error)
    return sa.exc.DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=broken, dialect=dialect
    )  # fmt: skip
