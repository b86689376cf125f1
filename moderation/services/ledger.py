"""The audit as a ledger: each site's lines form a chain of keyed hashes, so that none can be altered, added or taken away unseen.

Lines are written by whatever they are about, in its transaction, and get their place in the chain within seconds: a chain
has one end, and nobody who submits or decides should wait for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from moderation.domain.audit import AuditLine, Checkpoint, Link, Seal, link, sign
from moderation.store import audit, chain
from moderation.store.engine import Connection, Database

BATCH = 1_000  # lines that are read or removed in one transaction
LINKS = 200  # lines that get their place in one: PostgreSQL must answer in time, also on a machine that has a lot to do
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PATIENCE = timedelta(seconds=60)  # after which a line without a place is a sign that nobody links


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about the audit that cannot be.

    Attributes:
        code: ``altered gap head cut loose unfounded``.
        site: Number of the site; 0 for the whole house.
        place: Number of the link, or id of the comment.
    """

    code: str
    site: int
    place: str


def link_new(database: Database, seal: Seal, at: datetime) -> int:
    """Give all lines that have none their place; how many. Safe to run again, and by many at once."""
    with database.read() as connection:
        sites = chain.sites_with_loose_lines(connection)
    done = 0
    for site in sites:
        placed = LINKS
        while placed == LINKS:
            placed = database.write(lambda connection, site=site: _link(connection, site, seal, at))  # type: ignore[misc]
            done += placed
    return done


def enter(connection: Connection, site: int, lines: Sequence[AuditLine], seal: Seal, at: datetime) -> None:
    """Write many lines at once, in their places: so they need not get them later, one by one.

    Whoever links the site's other lines waits until this transaction ends; nobody else does.
    """
    head = chain.take_head(connection, site, at)
    links: list[Link] = []
    for line in lines:
        links.append(link(seal, links[-1] if links else head, audit.new_id(line.at), line))
    if links:
        audit.append_linked(connection, links)
        _put(connection, replace(head, number=links[-1].number, hash=links[-1].hash, at=at), seal)


def cut(database: Database, site: int, before: datetime, seal: Seal) -> int:
    """Take away some of what is older than ``before``, from the start of a chain; how many lines. Safe to run again."""
    return database.write(lambda connection: _cut(connection, site, before, seal))


def verify(database: Database, seal: Seal, at: datetime) -> Iterator[Flaw]:
    """Everything that is wrong with the audit, in short transactions; nothing if all is well."""
    with database.read() as connection:
        sites = chain.list_sites(connection)
        loose, oldest = chain.oldest_loose(connection)
    if oldest and oldest + PATIENCE < at:
        yield Flaw("loose", 0, str(loose))
    for site in sites:
        yield from _verify_chain(database, site, seal)
    yield from _unfounded(database)


def _link(connection: Connection, site: int, seal: Seal, at: datetime) -> int:
    head = chain.take_head(connection, site, at)
    links: list[Link] = []
    for identifier, line in chain.list_loose(connection, site, LINKS):
        links.append(link(seal, links[-1] if links else head, identifier, line))
    if links:
        chain.place(connection, links)
        _put(connection, replace(head, number=links[-1].number, hash=links[-1].hash, at=at), seal)
    return len(links)


def _cut(connection: Connection, site: int, before: datetime, seal: Seal) -> int:
    start = _start(connection, site)
    old: list[Link] = []
    for one in chain.list_links(connection, site, start.number, BATCH):
        if one.line.at >= before:
            break
        old.append(one)
    if not old:
        return 0
    newest = max(start.at, *(one.line.at for one in old))
    _put(connection, replace(start, number=old[-1].number, hash=old[-1].hash, at=newest), seal)
    return chain.remove(connection, site, old[-1].number)


def _put(connection: Connection, point: Checkpoint, seal: Seal) -> None:
    chain.put(connection, replace(point, signature=sign(seal, point)))


def _start(connection: Connection, site: int) -> Checkpoint:
    """Where a chain begins: after what was cut off, or at 0."""
    return chain.find(connection, site, chain.CUT) or Checkpoint(site, chain.CUT, 0, "", LONG_AGO)


def _verify_chain(database: Database, site: int, seal: Seal) -> Iterator[Flaw]:
    with database.read() as connection:
        start = _start(connection, site)
    if start.number and start.signature != sign(seal, start):
        yield Flaw("cut", site, str(start.number))
    before: Checkpoint | Link = start
    while True:
        with database.read() as connection:  # the head first: what is linked in between is then on the page
            head = chain.find(connection, site, chain.HEAD)
            page = chain.list_links(connection, site, before.number, BATCH)
        yield from _verify_page(before, page, seal)
        if not page:
            break
        before = page[-1]
    if head is None or (head.number, head.hash) != (before.number, before.hash) or head.signature != sign(seal, head):
        yield Flaw("head", site, str(before.number))


def _verify_page(before: Checkpoint | Link, page: Sequence[Link], seal: Seal) -> Iterator[Flaw]:
    for one in page:
        if one.number != before.number + 1:
            yield Flaw("gap", one.site, str(before.number + 1))
        elif one != link(seal, before, one.id, one.line):
            yield Flaw("altered", one.site, str(one.number))
        before = one


def _unfounded(database: Database) -> Iterator[Flaw]:
    after = (0, "")
    while True:
        with database.read() as connection:
            page = chain.list_unfounded(connection, after, BATCH)
        yield from (Flaw("unfounded", site, identifier) for site, identifier, is_one in page if is_one)
        if not page:
            return
        after = page[-1][:2]
