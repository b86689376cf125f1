"""Comments: written once, found again; what becomes of them is written by ``transitions`` alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.audit import AUTHOR, AuditLine
from moderation.domain.comment import Arrival, Author, Comment, Status, Submission, Thread, Token
from moderation.domain.identity import site_of
from moderation.store import audit, threads
from moderation.store.prepared import Prepared
from moderation.store.tables import comments, contacts
from moderation.store.tables import threads as thread_table


def add(connection: sa.Connection, submission: Submission, thread: Thread, at: datetime) -> Comment:
    """Write a received comment with the first line of its audit. This row is also the work to be done."""
    author, arrival = submission.author, submission.arrival
    _ADD.change(
        connection,
        {
            "site": submission.site,
            "id": submission.id,
            "thread": thread.id,
            "parent": submission.parent,
            "name": author.name,
            "url": author.url,
            "fingerprint": author.fingerprint,
            "body": submission.body,
            "arrival": form_of(arrival),
            "network": arrival.network,
            "submitted_at": at,
        },
    )
    audit.append(connection, submission.site, AuditLine(submission.id, at, AUTHOR, "submit", None, Status.RECEIVED, 1))
    return Comment(
        submission.site, submission.id, thread, submission.parent, author, submission.body, at, arrival=arrival,
    )  # fmt: skip


def find(connection: sa.Connection, identifier: str) -> Comment | None:
    """A comment by its id, whatever its status."""
    site = site_of(identifier)
    if not site:
        return None
    statement = SELECT.where(comments.c.site == site, comments.c.id == identifier)
    row = connection.execute(statement).one_or_none()
    return comment_of(row) if row else None


def find_many(connection: sa.Connection, identifiers: Iterable[str]) -> dict[str, Comment]:
    """Comments by their ids, whatever their status; those that are not there are left out."""
    wanted = {identifier: site_of(identifier) for identifier in identifiers}
    sites = {site for site in wanted.values() if site}
    statement = SELECT.where(comments.c.site.in_(sites), comments.c.id.in_(list(wanted)))
    return {row.id: comment_of(row) for row in connection.execute(statement)} if sites else {}


def ids_by_site(found: Iterable[Comment]) -> dict[int, list[str]]:
    """Ids of comments under the numbers of their sites: a question is put to one site."""
    sites: dict[int, list[str]] = {}
    for comment in found:
        sites.setdefault(comment.site, []).append(comment.id)
    return sites


def in_lock_order(found: Iterable[Comment]) -> list[Comment]:
    """The order in which everybody changes several comments at once: by thread, for threads are locked; so nobody waits in a circle."""
    return sorted(found, key=lambda comment: (comment.site, comment.thread.id, comment.id))


def stands_in(connection: sa.Connection, thread: Thread, identifier: str) -> bool:
    """Whether a comment with this id stands in this thread."""
    row = _THREAD.row(connection, {"site_number": thread.site, "wanted": identifier})
    return row is not None and row.thread == thread.id


def revised(comment: Comment, body: str, at: datetime) -> dict[str, Any]:
    """The columns of a comment's next revision: nobody has read it, and no worker has tried."""
    unread = {"body_html": "", "language": "und", "text_digest": "", "attempts": 0}
    return {**unread, "body": body, "revision": comment.revision + 1, "edited_at": at}


def form_of(arrival: Arrival) -> dict[str, Any]:
    """What is kept of an arrival in one column; the network has its own."""
    seen = {"token": arrival.token, "seconds": arrival.seconds, "honeypot": arrival.honeypot}
    return {**seen, "flags": list(arrival.flags)} if arrival.flags else seen


def comment_of(row: sa.Row[Any]) -> Comment:
    """From a row of ``SELECT``."""
    arrival = row.arrival
    return Comment(
        site=row.site,
        id=row.id,
        thread=threads.thread_of(row),
        parent=row.parent,
        author=Author(row.name, row.url, row.fingerprint, row.masked or ""),
        body=row.body,
        language=row.language,
        submitted_at=row.submitted_at,
        status=Status(row.status),
        version=row.version,
        revision=row.revision,
        body_html=row.body_html,
        arrival=Arrival(
            Token(arrival["token"]),
            arrival["seconds"],
            arrival["honeypot"],
            row.network,
            tuple(arrival.get("flags", ())),
        ),
        edited_at=row.edited_at,
        reports=row.reports,
        staff=row.staff,
        pinned=row.pinned_at is not None,
        picked=row.picked_at is not None,
    )


SOURCE = comments.outerjoin(  # each has its thread: but so, no planner begins with the threads
    thread_table,
    sa.and_(thread_table.c.site == comments.c.site, thread_table.c.id == comments.c.thread),
).outerjoin(contacts, sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id))

SELECT = sa.select(comments, *threads.COLUMNS, contacts.c.masked).select_from(SOURCE)

_ADD = Prepared(sa.insert(comments).values(status=Status.RECEIVED.value, version=1, revision=1))

_THREAD = Prepared(
    sa.select(comments.c.thread).where(
        comments.c.site == sa.bindparam("site_number"), comments.c.id == sa.bindparam("wanted")
    )
)
