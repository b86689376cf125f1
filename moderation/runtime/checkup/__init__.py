"""The checkup behind ``moderation doctor``: every part the service depends on, what is wrong, and the remedy."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from moderation.domain.errors import UnavailableError
from moderation.runtime.checkup import database, keys, machine, opinions, people, redis, work
from moderation.runtime.checkup.finding import Finding, Level, Patient
from moderation.store.engine import Connection

__all__ = ["PARTS", "Finding", "Level", "Patient", "examine"]

Look = Callable[[Patient], Iterator[Finding]]
Question = Callable[[Patient, Connection], Iterator[Finding]]


def _stored(*questions: Question) -> Look:
    """What can be asked only where there is a database of our shape; else that was said already."""

    def ask(patient: Patient) -> Iterator[Finding]:
        if patient.database is None or not database.is_usable(patient):
            return
        with patient.database.read() as connection:
            for question in questions:
                yield from question(patient, connection)

    return ask


PARTS: Mapping[str, Look] = {  # in the order of the report
    "keys": keys.examine,
    "folder": machine.folder,
    "disk": machine.disk,
    "database": database.examine,
    "redis": redis.examine,
    "screening": _stored(work.screening),
    "loops": _stored(work.loops),
    "outbox": _stored(work.messages),
    "audit": _stored(work.audit, work.erasing),
    "sites": _stored(people.sites, people.people),
    "opinions": opinions.examine,
    "words": people.words,
    "port": machine.port,
}


def examine(patient: Patient, parts: Iterable[str]) -> Iterator[Finding]:
    """Look at some parts, in the order of the list."""
    wanted = set(parts)
    for name, part in PARTS.items():
        if name in wanted:
            try:
                yield from part(patient)
            except UnavailableError:
                yield Finding("Database", Level.ACT, f"has gone away while it was asked about {name}: ask again.")
