"""What is stored, read whole, beside what should be."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Status, Thread
from moderation.store import listing
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.store.tables import audit, comments, contacts, receipts, threads, verdicts
from tests.services.machine.known import Line
from tests.services.machine.model import Model

COMMENTS = sa.select(
    *(
        comments.c.id,
        comments.c.status,
        comments.c.version,
        comments.c.fingerprint,
        comments.c.network,
        comments.c.name,
        comments.c.revision,
        comments.c.reports,
    ),
    contacts.c.comment.is_not(None).label("has_contact"),
).outerjoin(contacts, sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id))
AUDIT = sa.select(
    *(audit.c.site, audit.c.comment, audit.c.who, audit.c.action, audit.c.before, audit.c.after, audit.c.version),
    *(audit.c.at, audit.c.number.is_not(None).label("is_linked")),
)
VERDICTS = sa.select(verdicts.c.comment, verdicts.c.revision, verdicts.c.verdict)
RECEIPTS = sa.select(receipts.c.site, receipts.c.mark, receipts.c.digest, receipts.c.comment, receipts.c.expires_at)
THREADS = sa.select(threads.c.site, threads.c.id, threads.c.url, threads.c.approved, threads.c.version)
CONTACTS = sa.select(contacts.c.comment)

Lists = dict[tuple[int, str], tuple[int, tuple[tuple[str, str], ...]]]


def compare(connection: Connection, model: Model) -> Lists:
    """Everything that is stored is what the model says, and nothing else is. Version and public list of each thread."""
    _comments(connection, model)
    _audit(connection, model)
    _verdicts(connection, model)
    found = {
        (row.site, row.mark): (row.digest, row.comment, row.expires_at) for row in connection.execute(RECEIPTS).all()
    }
    assert found == model.receipts
    return _public(connection, model)


def statuses(connection: Connection) -> dict[str, tuple[Status, str]]:
    """The status of each comment, and what the machine said of it."""
    said = {
        row.comment: row.verdict for row in sorted(connection.execute(VERDICTS).all(), key=lambda row: row.revision)
    }
    return {row.id: (Status(row.status), said.get(row.id, "")) for row in connection.execute(COMMENTS).all()}


def _comments(connection: Connection, model: Model) -> None:
    """None is lost but those that the model has let go; no address, no fingerprint and no name outlives its time."""
    found = {row.id: tuple(row)[1:] for row in connection.execute(COMMENTS).all()}
    assert found == {
        identifier: (
            *(known.status, known.version, known.fingerprint, known.network, known.name),
            *(known.revision, known.open_reports, known.has_contact),
        )
        for identifier, known in model.comments.items()
    }
    assert set(connection.execute(CONTACTS).scalars().all()) <= set(found)


def _audit(connection: Connection, model: Model) -> None:
    """The audit is the model's, and tells of each comment what the comment says of itself."""
    lines: dict[bool, Counter[Line]] = {True: Counter(), False: Counter()}
    newest: dict[str, tuple[int, str | None]] = {}
    for row in connection.execute(AUDIT).all():
        site, comment, who, action, before, after, version, at, is_linked = row
        lines[is_linked][Line(site, comment, who, action, before, after, version, at)] += 1
        newest[comment] = max(newest.get(comment, (0, "")), (version, after or ""))
    assert lines == {True: Counter(model.linked), False: Counter(model.loose)}
    for identifier, known in model.comments.items():
        assert newest.get(identifier, (known.version, known.status)) == (known.version, known.status)


def _verdicts(connection: Connection, model: Model) -> None:
    """One for each revision that was screened."""
    found = [(row.comment, row.revision, row.verdict) for row in connection.execute(VERDICTS).all()]
    assert sorted(found) == sorted((i, *said) for i, known in model.comments.items() for said in known.verdicts.items())


def _public(connection: Connection, model: Model) -> Lists:
    """The public lists are the model's, and each thread's counter counts its list."""
    expected = {(site, url): shown for site, url, shown in model.public()}
    found = [(row, _shown(connection, row)) for row in connection.execute(THREADS).all()]
    assert {(row.site, row.url): [identifier for identifier, _ in shown] for row, shown in found} == expected
    assert [row.approved for row, _ in found] == [len(shown) for _, shown in found]
    every = Counter(known.status for known in model.comments.values())
    counted = listing.count_by_status(connection, None)
    assert {status: counted[status] for status in Status} == {status: every[status] for status in Status}
    return {(row.site, row.url): (row.version, shown) for row, shown in found}


def _shown(connection: Connection, row: Any) -> tuple[tuple[str, str], ...]:
    shown = listing.list_public(connection, Thread(row.site, row.id, row.url), Page(limit=1000))
    return tuple((one.id, one.author.name) for one in shown)
