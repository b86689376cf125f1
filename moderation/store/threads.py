"""Threads: the pages of a site that have, or may have, comments."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Status, Thread
from moderation.store.prepared import Prepared
from moderation.store.tables import comments, threads

KEY_BITS = 53  # a random number that also JavaScript can hold


def find(connection: sa.Connection, site: int, url: str) -> Thread | None:
    """The thread of a page, if anybody has commented there."""
    row = _BY_URL.row(connection, {"site_number": site, "page": url})
    return thread_of(row) if row else None


def find_or_empty(connection: sa.Connection, site: int, url: str) -> Thread:
    """The thread of a page; where nobody has commented, one without comments that is nowhere."""
    return find(connection, site, url) or Thread(site, 0, url)


def find_or_create(connection: sa.Connection, site: int, page: tuple[str, str], at: datetime) -> Thread:
    """The thread of a page (url, title); the first title wins. Safe against a second one doing the same."""
    url, title = page
    found = find(connection, site, url)
    if found:
        return found
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"site": site, "id": secrets.randbits(KEY_BITS), "url": url, "title": title, "created_at": at}
    connection.execute(dialect.insert(threads).values(row).on_conflict_do_nothing(index_elements=["site", "url"]))
    created = find(connection, site, url)
    if created is None:
        raise AssertionError("a thread that was just written is there")
    return created


def count_approved(connection: sa.Connection, site: int, urls: Iterable[str]) -> Mapping[str, int]:
    """The number of approved comments of each page; pages nobody commented on are left out."""
    named = {f"page_{number}": url for number, url in enumerate(urls)}
    rows = _approved(len(named)).rows(connection, {"site_number": site, **named}) if named else ()
    return {row.url: row.approved for row in rows}


def republish(connection: sa.Connection, site: int, thread: int, difference: int) -> None:
    """The public list has changed: by one comment more (+1), one less (-1), or in what one says (0)."""
    _REPUBLISH.change(connection, {"site_number": site, "thread": thread, "difference": difference})


def set_closed(connection: sa.Connection, thread: Thread, at: datetime | None) -> bool:
    """Close a thread at a moment, or open it (None); False if it was so already."""
    here = threads.c.site == thread.site, threads.c.id == thread.id
    was = threads.c.closed_at.is_(None) if at else threads.c.closed_at.is_not(None)
    values = {"closed_at": at, "version": threads.c.version + 1}
    return connection.execute(sa.update(threads).where(*here, was).values(values)).rowcount == 1


def join(connection: sa.Connection, old: Thread, new: Thread) -> None:
    """Move all comments of one thread to another. The empty one stays, for whoever is just about to write there.

    Comments are locked before their threads, as in ``transitions.make``; both threads count what they have then.
    """
    theirs = comments.c.site == old.site, comments.c.thread == old.id
    connection.execute(sa.update(comments).where(*theirs).values(thread=new.id))
    for thread in sorted((old, new), key=lambda one: one.id):
        own = comments.c.site == thread.site, comments.c.thread == thread.id
        counted = sa.select(sa.func.count()).select_from(comments).where(*own, _IS_APPROVED).scalar_subquery()
        here = threads.c.site == thread.site, threads.c.id == thread.id
        values = {"approved": counted, "version": threads.c.version + 1}
        connection.execute(sa.update(threads).where(*here).values(values))


def thread_of(row: Any) -> Thread:
    """From a row with the thread's columns, those that other tables have too labelled ``thread_…``."""
    return Thread(
        site=row.site,
        id=row.thread_id,
        url=row.thread_url,
        title=row.title,
        closed=row.closed_at is not None,
        approved=row.approved,
        version=row.thread_version,
        created_at=row.thread_created_at,
    )


COLUMNS = (
    threads.c.id.label("thread_id"),
    threads.c.url.label("thread_url"),
    threads.c.title,
    threads.c.closed_at,
    threads.c.approved,
    threads.c.version.label("thread_version"),
    threads.c.created_at.label("thread_created_at"),
)

_IS_APPROVED = comments.c.status == Status.APPROVED.value
_BY_URL = Prepared(
    sa.select(threads.c.site, *COLUMNS).where(
        threads.c.site == sa.bindparam("site_number"),
        threads.c.url == sa.bindparam("page"),
    )
)


@cache
def _approved(count: int) -> Prepared:
    """The question for so many pages."""
    pages = [sa.bindparam(f"page_{number}", type_=sa.Text) for number in range(count)]
    return Prepared(
        sa.select(threads.c.url, threads.c.approved).where(
            threads.c.site == sa.bindparam("site_number"), sa.or_(*(threads.c.url == page for page in pages))
        )
    )


_REPUBLISH = Prepared(
    sa.update(threads)
    .where(threads.c.site == sa.bindparam("site_number"), threads.c.id == sa.bindparam("thread"))
    .values(version=threads.c.version + 1, approved=threads.c.approved + sa.bindparam("difference"))
)
