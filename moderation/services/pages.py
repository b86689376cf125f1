"""Pages of a site: closing and opening their threads, and following a page to its new address. Each with its line in the audit."""

from dataclasses import replace

from moderation.domain.audit import AuditLine
from moderation.domain.errors import NotFoundError
from moderation.domain.site import Site
from moderation.store import audit, threads
from moderation.store.engine import Connection


def close(connection: Connection, site: Site, url: str, line: AuditLine) -> None:
    """Take no more comments on a page, whether anybody has commented there or not. Safe to run again."""
    thread = threads.find_or_create(connection, site.id, (url, ""), line.at)
    if threads.set_closed(connection, thread, line.at):
        audit.append(connection, site.id, replace(line, reason=str(thread.id)))


def reopen(connection: Connection, site: Site, url: str, line: AuditLine) -> None:
    """Take comments again; one that is too old for the site stays closed. Safe to run again.

    Raises:
        NotFoundError: Nobody has commented there.
    """
    thread = threads.find(connection, site.id, url)
    if thread is None:
        raise NotFoundError("thread")
    if threads.set_closed(connection, thread, None):
        audit.append(connection, site.id, replace(line, reason=str(thread.id)))


def move(connection: Connection, site: Site, addresses: tuple[str, str], line: AuditLine) -> None:
    """A page (old address, new address) has moved: its comments go along, also to where there are some already. Safe to run again.

    A page that is new to us is as old, and as closed, as the other.

    Raises:
        NotFoundError: Nobody has commented at the old address.
    """
    old, known = (threads.find(connection, site.id, url) for url in addresses)
    if old is None:
        raise NotFoundError("thread")
    new = known or threads.find_or_create(connection, site.id, (addresses[1], old.title), old.created_at or line.at)
    if new.id == old.id:
        return
    if old.closed and not known:
        threads.set_closed(connection, new, line.at)
    threads.join(connection, old, new)
    audit.append(connection, site.id, replace(line, reason=f"{old.id} {new.id}"))
