"""Enrolling: some comments of another system become ours, in one transaction, each with its line of the audit."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moderation.domain.audit import OPERATOR, AuditLine, Seal
from moderation.domain.comment import Status
from moderation.domain.moved import Page, Said
from moderation.services import ledger
from moderation.services.answers import adopt, answer
from moderation.services.prepare import Ready, renamed
from moderation.store import chain, imports, threads
from moderation.store.engine import Connection
from moderation.store.imports import COMMENT, PAGE, Entry, Found, Origin
from moderation.store.scratch import Scratch


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of what was told, after a first look at what we have.

    Attributes:
        pages: By their names, with their URLs as we write them.
        fresh: Comments that we do not have.
        there: Comments that we have, but of which we may not know yet what they answer.
    """

    pages: Mapping[str, tuple[str, Page]] = field(default_factory=dict)
    fresh: Sequence[Said] = ()
    there: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of a batch.

    Attributes:
        entries: What was written, by what it is called there.
        late: What answers (id) something that was not told yet (its name).
        adopted: What was there (id) and answers something (id) that is known now.
        counts: Of comments: ``there``, ``erased``, ``page`` (unknown); of what was dropped: ``parent``.
    """

    entries: Mapping[str, Entry]
    late: Sequence[tuple[str, str]]
    adopted: Sequence[tuple[str, str]]
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class Register:
    """Where comments are enrolled.

    Attributes:
        erased: Who asked to be forgotten, by fingerprint, and when.
        scratch: Knows what was told before, where nothing is written; None where it is.
    """

    origin: Origin
    at: datetime
    erased: Mapping[str, datetime]
    scratch: Scratch | None = None

    def begin(self, connection: Connection) -> None:
        """Have others who import for this site wait, or link its audit, until this transaction ends."""
        chain.take_head(connection, self.origin.site, self.at)
        imports.make_room(connection)

    def pages(self, connection: Connection, batch: Batch) -> dict[str, int]:
        """The threads of the pages of a batch, and of those its comments name; new ones are made."""
        names = {*batch.pages, *(one.page for one in (*batch.fresh, *batch.there))}
        found = imports.find_pages(connection, self.origin, names)
        if self.scratch:
            found |= self.scratch.find_pages(names)
        new = {name: told for name, told in batch.pages.items() if name not in found}
        ids = self._threads(connection, dict(new.values())) if new else {}
        found |= {name: ids[url] for name, (url, _) in new.items()}
        if self.scratch:
            self.scratch.keep_pages((name, url, ids[url]) for name, (url, _) in new.items())
        else:
            imports.keep_names(connection, self.origin, PAGE, ((name, str(found[name])) for name in new), self.at)
        return found

    def find(self, connection: Connection, names: Iterable[str]) -> dict[str, Found]:
        """The comments with these names; our own are known by their ids also where nobody has brought them here."""
        wanted = set(names)
        found = imports.find(connection, self.origin, wanted)
        ours = {renamed(self.origin, name): name for name in wanted - found.keys()}
        ours.pop("", None)
        by_id = imports.find_ids(connection, self.origin.site, ours) if ours else {}
        found |= {ours[identifier]: one for identifier, one in by_id.items()}
        return found | self.scratch.find(wanted - found.keys()) if self.scratch else found

    def plan(
        self, batch: Batch, ready: Sequence[Ready], found: Mapping[str, Found], pages: Mapping[str, int]
    ) -> Enrolled:
        """What is to be written of a batch. Looks at nothing but what it is given."""
        counts: Counter[str] = Counter()
        entries: dict[str, Entry] = {}
        answers: list[tuple[str, str]] = []
        for one in ready:
            is_there = one.entry.name in found or one.entry.name in entries
            why = "there" if is_there else self._why_not(one, pages)
            if why:
                counts[why] += 1
                continue
            entries[one.entry.name] = one.entry
            one.entry.row["thread"], one.entry.row["parent"] = pages[one.page], None
            counts.update(one.dropped)
            answers += [(one.entry.name, one.parent)] if one.parent else []
        standing = {name: Found(one.row["id"], one.row["thread"]) for name, one in entries.items()}
        places: Mapping[str, Found] = {**found, **standing}
        late, counts["parent"] = answer(entries, answers, places)
        waiting, adopted = adopt(((places[one.name].subject, one.parent) for one in batch.there), places)
        return Enrolled(entries, [*late, *waiting], adopted, counts)

    def write(self, connection: Connection, enrolled: Enrolled, seal: Seal) -> None:
        """Write what was planned: comments, their names, what they answer, the lists they are in, and the audit."""
        entries = enrolled.entries.values()
        imports.add(connection, list(entries))
        named = [(name, entry.row["id"]) for name, entry in enrolled.entries.items()]
        imports.keep_names(connection, self.origin, COMMENT, named, self.at)
        imports.adopt(connection, self.origin.site, enrolled.adopted)
        approved = Counter(entry.row["thread"] for entry in entries if entry.row["status"] == Status.APPROVED)
        imports.republish(connection, self.origin.site, approved)
        ledger.enter(connection, self.origin.site, [self._line(entry) for entry in entries], seal, self.at)

    def _why_not(self, one: Ready, pages: Mapping[str, int]) -> str:
        if one.page not in pages:
            return "page"
        wish = self.erased.get(one.entry.row["fingerprint"])
        return "erased" if wish and one.entry.row["submitted_at"] <= wish else ""

    def _threads(self, connection: Connection, urls: Mapping[str, Page]) -> dict[str, int]:
        if self.scratch:
            found = imports.find_threads(connection, self.origin.site, urls) | self.scratch.find_threads(urls)
            return {url: found.get(url) or secrets.randbits(threads.KEY_BITS) for url in urls}
        imports.add_threads(connection, [self._thread(url, page) for url, page in urls.items()])
        return imports.find_threads(connection, self.origin.site, urls)

    def _thread(self, url: str, page: Page) -> dict[str, Any]:
        return {
            "site": self.origin.site,
            "id": secrets.randbits(threads.KEY_BITS),
            "url": url,
            "title": page.title,
            "created_at": page.at or self.at,
            "closed_at": self.at if page.closed else None,
        }

    def _line(self, entry: Entry) -> AuditLine:
        after = Status(entry.row["status"])
        return AuditLine(entry.row["id"], self.at, OPERATOR, "import", None, after, 1, self.origin.source)
