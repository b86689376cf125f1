"""How often a site's Akismet clients have asked, month by month and page by page: numbers, and nothing of what they asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.store.tables import calls

COUNTED = ("asked", "spam", "ham", "missed_spam", "false_positives")
MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Calls:
    """Of one blog in one month.

    Attributes:
        month: As in 2026-11.
        blog: Host of the page that asked.
        missed_spam: Texts that were said to be spam afterwards.
        false_positives: Texts that were said to be none.
    """

    month: str
    blog: str
    asked: int = 0
    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0


def count(connection: sa.Connection, site: int, blog: str, names: Sequence[str], at: datetime) -> None:
    """Count one of each of these."""
    row = {"site": site, "month": f"{at:{MONTH}}", "blog": blog, **{name: int(name in names) for name in COUNTED}}
    more = {name: calls.c[name] + 1 for name in names}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = ["site", "month", "blog"]
    connection.execute(dialect.insert(calls).values(row).on_conflict_do_update(index_elements=keys, set_=more))


def list_since(connection: sa.Connection, site: int, month: str) -> tuple[Calls, ...]:
    """All from a month on, the busiest of each first."""
    where = calls.c.site == site, calls.c.month >= month
    order = calls.c.month, calls.c.asked.desc(), calls.c.blog
    return tuple(map(_calls, connection.execute(sa.select(calls).where(*where).order_by(*order))))


def _calls(row: sa.Row[Any]) -> Calls:
    return Calls(row.month, row.blog, *(getattr(row, name) for name in COUNTED))
