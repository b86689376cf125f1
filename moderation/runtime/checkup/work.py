"""The work: what waits for whom, and whether anybody is at it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from moderation.runtime.checkup.finding import Finding, Patient, act, look, well
from moderation.services.health import TOO_OLD
from moderation.services.ledger import PATIENCE
from moderation.store import chain, erasures, heartbeats, outbox, waiting
from moderation.store.engine import Connection

SCREENING, LOOPS, OUTBOX, AUDIT, ERASURES = "Screening", "Loops", "Outbox", "Audit", "Erasures"
SILENT = timedelta(seconds=120)  # without a heartbeat: a loop hangs, fails, or is gone
LATE = timedelta(minutes=10)  # for a message that should have left
START = "is `moderation worker`, or `moderation up`, running?"


def screening(patient: Patient, connection: Connection) -> Iterator[Finding]:
    """How long comments wait, and whether workers die over them."""
    at = patient.clock()
    oldest = waiting.oldest_received(connection)
    age = max(at - oldest, timedelta()) if oldest else timedelta()
    sentence = f"the oldest unjudged comment is {age.total_seconds():.0f} seconds old"
    yield act(SCREENING, f"{sentence}: {START}") if age > TOO_OLD else well(SCREENING, f"{sentence}.")
    left = waiting.count_left(connection, _now(patient, connection))
    if left:
        yield look(
            SCREENING, f"{left} comments were claimed and not finished; they are claimed again. {START.capitalize()}"
        )


def loops(patient: Patient, connection: Connection) -> Iterator[Finding]:
    """Whether a reconciler is at work, with all its loops."""
    beats, at = heartbeats.last(connection), patient.clock()
    ages = {name: at - beats[name] for name in patient.loops if name in beats}
    if not ages:
        yield look(LOOPS, f"no reconciler has been heard of yet: {START}")
        return
    missing = [name for name in patient.loops if name not in beats]
    if missing:
        yield act(
            LOOPS, f"nobody runs {', '.join(missing)}: restart `moderation worker`, it may be of an older release."
        )
    silent = {name: age for name, age in ages.items() if age > SILENT}
    for name, age in silent.items():
        yield act(LOOPS, f"{name} has not been well for {age.total_seconds():.0f} seconds: {START}")
    if not missing and not silent:
        yield well(LOOPS, f"{', '.join(ages)}: all at work.")


def messages(patient: Patient, connection: Connection) -> Iterator[Finding]:
    """What has not left, and what was given up."""
    backlog, healthy = outbox.backlog(connection, _now(patient, connection)), True
    for channel, found in sorted(backlog.items()):
        for finding in _of_channel(channel, found, known=channel in patient.channels):
            healthy = False
            yield finding
    if healthy:
        yield well(OUTBOX, f"{sum(one.due + one.later for one in backlog.values())} messages are on their way.")


def audit(patient: Patient, connection: Connection) -> Iterator[Finding]:
    """Whether new lines get their place in the chain."""
    loose, since = chain.oldest_loose(connection)
    if since and patient.clock() - since > PATIENCE:
        yield act(AUDIT, f"{loose} lines have waited for their place in the chain for more than a minute: {START}")
    else:
        yield well(AUDIT, "new lines get their place in the chain; `moderation audit verify` checks the chain itself.")


def erasing(patient: Patient, connection: Connection) -> Iterator[Finding]:
    """Whether erasures that were asked for are carried out."""
    late = [wish for wish in erasures.list_open(connection) if patient.clock() - wish.requested_at > SILENT]
    if late:
        yield act(ERASURES, f"{len(late)} erasures have not been carried out to the end: {START}")
    else:
        yield well(ERASURES, "none is open for long.")


def _of_channel(channel: str, found: outbox.Backlog, *, known: bool) -> Iterator[Finding]:
    if found.dead:
        yield act(
            OUTBOX,
            f"{found.dead} messages of the channel {channel} were given up: see `moderation outbox list --dead`, "
            "mend the receiver, then run `moderation outbox retry --all`.",
        )
    if (found.due or found.later) and not known:
        yield act(OUTBOX, f"nothing sends by the channel {channel}: install the release that has put messages there.")
    elif found.late > LATE:
        yield act(
            OUTBOX, f"messages of the channel {channel} are {found.late.total_seconds():.0f} seconds late: {START}"
        )


def _now(patient: Patient, connection: Connection) -> datetime:
    at = patient.clock()
    return patient.database.now(connection, otherwise=at) if patient.database else at
