"""Importing: what another system tells becomes ours, batch by batch. Killed at any moment, it is run again and goes on.

Nothing is held but the batches that are being worked on; what was read before is found again by its name.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice

from moderation.adapters.assembly import in_order
from moderation.adapters.fingerprints import Fingerprints
from moderation.adapters.sealer import Sealer
from moderation.domain.moved import Left, MoveError, Page, Said, Told
from moderation.services.answers import adopt
from moderation.services.enrol import Batch, Enrolled, Register
from moderation.services.movement import Moving, Report
from moderation.services.places import Places, filed
from moderation.services.prepare import Preparer, Ready
from moderation.store import erasures, imports
from moderation.store.engine import Connection, Database
from moderation.store.scratch import Scratch

BATCH = 500  # records in one transaction: whoever submits meanwhile waits for some tenths of a second at most


class Importer:
    """Runs imports over these parts."""

    def __init__(self, database: Database, sealer: Sealer, fingerprints: Fingerprints) -> None:
        """Nothing is opened yet."""
        self._database, self._sealer, self._fingerprints = database, sealer, fingerprints

    def run(self, moving: Moving, told: Iterable[Told], at: datetime) -> Report:
        """Take over what is told; what became of it. Safe to run again, and by many at once."""
        report, preparer = Report(), Preparer(moving.origin, self._sealer, self._fingerprints, at)
        with closing(Scratch()) as scratch:
            register = Register(moving.origin, at, self._erased(moving.site.id), scratch if moving.dry else None)
            reading = _Reading(moving, report)
            batches = (self._sifted(register, batch, report) for batch in reading.batches(told))
            for batch, results in in_order(_Preparing(preparer), batches, moving.processes):
                ready = [one for one in results if isinstance(one, Ready)]
                report.leave(one for one in results if isinstance(one, Left))
                enrolled = self._enrol(register, batch, ready)
                report.enrol(enrolled)
                if register.scratch:
                    scratch.keep((name, one.row["id"], one.row["thread"]) for name, one in enrolled.entries.items())
                scratch.put_late(enrolled.late)
            self._answer(register, scratch, report)
        return report

    def _erased(self, site: int) -> dict[str, datetime]:
        with self._database.read() as connection:
            return {one.mark: one.requested_at for one in erasures.list_all(connection) if one.site == site}

    def _sifted(self, register: Register, batch: Batch, report: Report) -> Batch:
        """Without what we have, so that it need not be prepared again."""
        with self._database.read() as connection:
            found = register.find(connection, [one.name for one in batch.fresh])
        there = [one for one in batch.fresh if one.name in found]
        report.counts["there"] += len(there)
        open_ones = [one for one in there if one.parent and found[one.name].parent is None]
        return Batch(batch.pages, [one for one in batch.fresh if one.name not in found], open_ones)

    def _enrol(self, register: Register, batch: Batch, ready: Sequence[Ready]) -> Enrolled:
        names = {name for one in ready for name in (one.entry.name, one.parent) if name}
        names |= {name for one in batch.there for name in (one.name, one.parent)}

        def work(connection: Connection) -> Enrolled:
            if not register.scratch:
                register.begin(connection)
            pages = register.pages(connection, batch)
            enrolled = register.plan(batch, ready, register.find(connection, names), pages)
            if not register.scratch:
                register.write(connection, enrolled, self._fingerprints.chain)
            return enrolled

        if register.scratch:
            with self._database.read() as connection:
                return work(connection)
        return self._database.write(work)

    def _answer(self, register: Register, scratch: Scratch, report: Report) -> None:
        """Tell comments what they answer that was told after them; what was never told is not answered."""
        for pairs in scratch.late():
            with self._database.read() as connection:
                found = register.find(connection, {name for _, name in pairs})
                children = imports.find_ids(connection, register.origin.site, {child for child, _ in pairs})
            known = {**found, **({f"\0{child}": one for child, one in children.items()})}
            late, adopted = adopt(pairs, known)
            report.counts["dropped:parent"] += len(pairs) - len(adopted) if not register.scratch else len(late)
            if adopted and not register.scratch:
                self._database.write(lambda connection, it=adopted: imports.adopt(connection, register.origin.site, it))  # type: ignore[misc]


class _Preparing:
    """What the other processes do with a batch."""

    def __init__(self, preparer: Preparer) -> None:
        self._preparer = preparer

    def __call__(self, batch: Batch) -> list[Ready | Left]:
        return self._preparer.prepare(batch.fresh)


class _Reading:
    """What was told, in batches, with the pages that are the site's."""

    def __init__(self, moving: Moving, report: Report) -> None:
        self._places, self._report = Places(moving.site, moving.maps), report

    def batches(self, told: Iterable[Told]) -> Iterator[Batch]:
        """All of it, also where it ends too early."""
        every = self._until_trouble(told)
        while some := list(islice(every, BATCH)):
            yield self._batch(some)

    def _until_trouble(self, told: Iterable[Told]) -> Iterator[Told]:
        try:
            yield from told
        except MoveError as error:
            self._report.trouble.append(str(error))

    def _batch(self, told: Sequence[Told]) -> Batch:
        counts, report = self._report.counts, self._report
        pages: dict[str, tuple[str, Page]] = {}
        said: dict[str, Said] = {}
        for one in map(filed, told):
            counts["pages" if isinstance(one, Page) else "read"] += 1
            if isinstance(one, Left):
                report.leave([one])
            elif isinstance(one, Page):
                url = self._places.take(one, report.origins)
                pages |= {one.name: (url, one)} if url else {}
            else:
                self._take(one, said)
        return Batch(pages, list(said.values()))

    def _take(self, one: Said, said: dict[str, Said]) -> None:
        why = self._places.refusal(one)
        if why:
            self._report.leave([Left(one.place, why, "a name that cannot be kept")])
        elif one.name in said:
            self._report.counts["there"] += 1
        else:
            said[one.name] = one
