"""Receipts: what was sent once is not taken twice. One row for an ``Idempotency-Key``, one for the submission itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.store.prepared import Prepared
from moderation.store.tables import receipts


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that something was accepted.

    Attributes:
        mark: Keyed hash of what must not come twice; unique within the site while the receipt lasts.
        digest: Keyed hash of the submission it was given for.
        comment: Id of the comment that came of it.
    """

    site: int
    mark: str
    digest: str
    comment: str


def claim(connection: sa.Connection, receipt: Receipt, expires_at: datetime, at: datetime) -> Receipt | None:
    """Leave a receipt, or get the one that is there and has not expired. Of two at once, one waits for the other."""
    values = {
        "site": receipt.site, "mark": receipt.mark, "digest": receipt.digest, "comment": receipt.comment,
        "expires_at": expires_at, "now": at,
    }  # fmt: skip
    if _CLAIM[connection.dialect.name].row(connection, values):
        return None
    return find(connection, receipt.site, receipt.mark, at)


def renew(connection: sa.Connection, receipt: Receipt, expires_at: datetime) -> None:
    """Leave a receipt in the place of the one that is there."""
    values = {"digest": receipt.digest, "comment": receipt.comment, "expires_at": expires_at}
    where = receipts.c.site == receipt.site, receipts.c.mark == receipt.mark
    connection.execute(sa.update(receipts).where(*where).values(values))


def find(connection: sa.Connection, site: int, mark: str, at: datetime) -> Receipt | None:
    """The receipt that was left under this mark and has not expired."""
    row = _FIND.row(connection, {"site_number": site, "wanted": mark, "now": at})
    return Receipt(row.site, row.mark, row.digest, row.comment) if row else None


def sweep(connection: sa.Connection, at: datetime, limit: int = 1000) -> int:
    """Throw away some expired receipts; how many. Safe to run again."""
    expired = sa.select(receipts.c.site, receipts.c.mark).where(receipts.c.expires_at <= at).limit(limit).cte("expired")
    statement = sa.delete(receipts).where(
        receipts.c.expires_at <= at,  # the same mark may last on another site
        receipts.c.site.in_(sa.select(expired.c.site)),
        receipts.c.mark.in_(sa.select(expired.c.mark)),
    )
    return len(connection.execute(statement.returning(receipts.c.mark)).all())


def _claim(dialect: Any) -> Prepared:
    statement = dialect.insert(receipts)
    row = {name: statement.excluded[name] for name in ("digest", "comment", "expires_at")}
    expired = receipts.c.expires_at <= sa.bindparam("now", type_=receipts.c.expires_at.type)
    claimed = statement.on_conflict_do_update(index_elements=["site", "mark"], set_=row, where=expired)
    return Prepared(claimed.returning(receipts.c.comment))


_CLAIM = {"sqlite": _claim(sqlite), "postgresql": _claim(postgresql)}
_FIND = Prepared(
    sa.select(receipts).where(
        receipts.c.site == sa.bindparam("site_number"),
        receipts.c.mark == sa.bindparam("wanted"),
        receipts.c.expires_at > sa.bindparam("now"),
    )
)
