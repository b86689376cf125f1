"""What all tables share: names of constraints, points in time, and belonging to a site."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)


class Moment(TypeDecorator[datetime]):
    """A point in time: ``timestamptz`` on PostgreSQL, UTC text of fixed width on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 - the library's signature
        """To UTC, on the way in."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 - the library's signature
        """With its zone, on the way out."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def of_site(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A reference to a row of the same site; it goes when the row goes."""
    return sa.ForeignKeyConstraint(["site", column], [f"{table}.site", f"{table}.id"], ondelete="CASCADE")
