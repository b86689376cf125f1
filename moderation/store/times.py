"""Time in SQL, in the words of both databases."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class day(FunctionElement[str]):  # noqa: N801 - read as a function
    """The day of a moment, by UTC: ``2026-11-24``."""

    type = sa.Text()
    inherit_cache = True


class seconds(FunctionElement[float]):  # noqa: N801 - read as a function
    """From the second moment to the first."""

    type = sa.Float()
    inherit_cache = True


@compiles(day, "sqlite")
def _day(element: Any, compiler: Any, **more: Any) -> str:
    return f"substr({compiler.process(element.clauses, **more)}, 1, 10)"


@compiles(day, "postgresql")
def _day_of_postgres(element: Any, compiler: Any, **more: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **more)} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


@compiles(seconds, "sqlite")
def _seconds(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(one, **more) for one in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"


@compiles(seconds, "postgresql")
def _seconds_of_postgres(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(one, **more) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM {later} - {earlier})"
