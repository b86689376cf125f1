"""What a database is really asked, whoever asks it: SQLAlchemy, or a prepared statement past it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


@contextmanager
def asked(connection: sa.Connection) -> Iterator[list[str]]:
    """The statements of this connection meanwhile, in order, without what begins and ends transactions."""
    found: list[str] = []

    def take(statement: str) -> None:
        if statement.partition(" ")[0] not in {"BEGIN", "COMMIT", "ROLLBACK"}:
            found.append(statement)

    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.set_trace_callback(take)
        yield found
        driver.set_trace_callback(None)
        return
    usual = driver.cursor_factory
    driver.cursor_factory = _telling(usual, take)
    yield found
    driver.cursor_factory = usual


def _telling(usual: Any, take: Any) -> Any:
    class Cursor(usual):  # type: ignore[misc]  # the driver's, and ours above it
        def execute(self, query: Any, *given: Any, **named: Any) -> Any:
            take(str(query))
            return super().execute(query, *given, **named)

    return Cursor
