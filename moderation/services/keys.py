"""Changing the key that addresses are sealed for: each is opened with the old key and sealed for the new one."""

from collections.abc import Callable, Sequence
from datetime import datetime

from moderation.adapters.opener import Opener
from moderation.adapters.sealer import Sealer, binding
from moderation.domain.audit import HOUSE, OPERATOR, AuditLine
from moderation.store import audit, sealed
from moderation.store.engine import Database
from moderation.store.sealed import START, Sealed

BATCH = 200  # addresses opened and sealed between two transactions


def count_by_key(database: Database) -> dict[str, int]:
    """How many addresses are sealed for each key, by its id."""
    with database.read() as connection:
        return sealed.count_by_key(connection)


def reseal(database: Database, ring: Sequence[bytes], sealer: Sealer, tell: Callable[[int], None]) -> int:
    """Seal for the present key what is sealed for older ones of the ring; how many are left, whose key is not there.

    Safe to run again, to be killed at any moment, and while the service runs: at every instant each address opens with
    the ring. ``tell`` hears how many are done, batch by batch.
    """
    opener, left, after = Opener(ring), 0, START
    while True:
        with database.read() as connection:
            found = sealed.list_others(connection, sealer.key_id, after, BATCH)
        if not found:
            return left
        changed = [(one, sealer.seal(_open(opener, one), _bound(one))) for one in found if opener.has(one.contact)]
        done = database.write(lambda connection, changed=changed: sealed.replace(connection, changed))  # type: ignore[misc]
        left += len(found) - len(changed)
        after = found[-1].site, found[-1].id
        tell(done)


def note(database: Database, action: str, key_id: str, at: datetime) -> None:
    """Write into the audit of the house what was done with a key."""
    line = AuditLine("", at, OPERATOR, action, None, None, 0, key_id)
    database.write(lambda connection: audit.append(connection, HOUSE, line))


def _open(opener: Opener, one: Sealed) -> str:
    return opener.open(one.contact, _bound(one))


def _bound(one: Sealed) -> bytes:
    return binding(one.purpose, one.id)
