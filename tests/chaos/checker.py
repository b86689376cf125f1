"""The checker: compares what the clients were promised with what the database says. There is no tolerance anywhere."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.chaos.ledger import Ledger, Row
from tests.chaos.load import Kind, Load
from tests.chaos.story import Story


class Breach(NamedTuple):
    """A promise that was broken: which invariant, how, and by what."""

    invariant: str
    what: str
    subject: str


@dataclass(frozen=True)
class Case:
    """Everything there is to look at.

    Attributes:
        skew: By how many seconds the clock of a part was wrong; then moments of the audit say little.
        told: The messages that a receiver outside has got, each counted once; None if there was no receiver.
        struck: Whether a fault could have cost somebody a lease, so that a comment was rightly claimed again.
    """

    load: Load
    story: Story
    ledger: Ledger
    skew: float = 0.0
    struck: bool = True
    told: set[str] | None = None

    @property
    def by_number(self) -> dict[int | None, list[Row]]:
        """Rows by the number of the submission they came from."""
        found: dict[int | None, list[Row]] = defaultdict(list)
        for row in self.ledger.rows:
            found[row.number].append(row)
        return dict(found)


class Sets(NamedTuple):
    """After Jepsen: what was promised and is not there, what is there and was never sent, what is there twice."""

    acknowledged: set[int]
    lost: set[int]
    unexpected: set[str]
    duplicated: set[int]
    recovered: set[int]  # never acknowledged, and yet there: allowed
    undecided: set[str]
    given_up: set[str]  # asked a person, because nobody could check it: allowed


def sets_of(case: Case) -> Sets:
    """The sets of a run."""
    promised, by_number = case.story.promised, case.by_number
    there = {row.id for row in case.ledger.rows}
    numbers = {number for number in by_number if number is not None}
    return Sets(
        acknowledged=set(promised),
        lost={number for number, ids in promised.items() if not ids <= there},
        unexpected={row.id for row in case.ledger.rows if _is_unexpected(case, row)},
        duplicated={number for number in numbers if len(by_number[number]) > 1},
        recovered=numbers & case.story.sent - set(promised),
        undecided={row.id for row in case.ledger.rows if row.status == "received"},
        given_up={verdict.comment for verdict in case.ledger.verdicts if verdict.failed},
    )


def check(case: Case) -> list[Breach]:
    """Every breach of every invariant."""
    return [breach for invariant in INVARIANTS for breach in invariant(case)]


def acknowledged_is_there(case: Case) -> Iterator[Breach]:
    """I1: every 2xx has exactly one row, with the id that was said and the text that was sent."""
    rows = {row.id: row for row in case.ledger.rows}
    for number, ids in case.story.promised.items():
        if len(ids) > 1:
            yield Breach("I1", "two ids for one key", str(number))
        for identifier in ids:
            row = rows.get(identifier)
            if row is None:
                yield Breach("I1", "lost", str(number))
            elif row.body != case.load.planned(number).body:
                yield Breach("I1", "another text", identifier)


def copies_are_answered_alike(case: Case) -> Iterator[Breach]:
    """I1: the answer to a known key is the first answer, byte for byte; another body under it is refused."""
    digests: dict[int, set[str]] = defaultdict(set)
    for acknowledgement in case.story.acknowledged:
        digests[acknowledgement.number].add(acknowledgement.digest)
    yield from (Breach("I1", "two answers", str(number)) for number, said in digests.items() if len(said) > 1)
    for number, status in case.story.changed:
        if status not in {422, 0, 503}:  # refused; or nobody was there to answer
            yield Breach("I1", f"changed body answered with {status}", str(number))


def nothing_is_added(case: Case) -> Iterator[Breach]:
    """I2: no row without a request, none for a refused one, never two for one."""
    sets = sets_of(case)
    yield from (Breach("I2", "unexpected", identifier) for identifier in sorted(sets.unexpected))
    yield from (Breach("I2", "duplicated", str(number)) for number in sorted(sets.duplicated))
    for attempt in case.story.attempts:
        if attempt.status not in EXPECTED[case.load.planned(attempt.number).kind is Kind.INVALID]:
            yield Breach("I2", f"answered with {attempt.status}", str(attempt.number))


def decided_once(case: Case) -> Iterator[Breach]:
    """I3: exactly one verdict and one line of the machine for each comment; the status is the newest line's."""
    verdicts = Counter(verdict.comment for verdict in case.ledger.verdicts)
    for row in case.ledger.rows:
        lines = case.ledger.lines.get(row.id, [])
        machine = sum(line.who == "machine" for line in lines)
        if row.status == "received":
            yield Breach("I3", "undecided", row.id)
        elif (machine, verdicts[row.id]) != (1, 1):
            yield Breach("I3", f"{machine} lines of the machine, {verdicts[row.id]} verdicts", row.id)
        if not lines or (lines[-1].after, lines[-1].version) != (row.status, row.version):
            yield Breach("I3", "status is not the newest line's", row.id)


def steps_are_legal(case: Case) -> Iterator[Breach]:
    """I3: versions without a gap, each step from where the last one ended, received to a verdict by the machine alone."""
    for identifier, lines in case.ledger.lines.items():
        steps = [(line.version, line.before, line.who == "machine") for line in lines]
        before = [None, *(line.after for line in lines[:-1])]
        wanted = [(number + 1, one, number == 1) for number, one in enumerate(before)]
        if steps != wanted or lines[0].after != "received" or "received" in {line.after for line in lines[1:]}:
            yield Breach("I3", "illegal steps", identifier)


def claimed_once(case: Case) -> Iterator[Breach]:
    """I3: where nobody was disturbed, each comment was claimed once: a lease keeps others away."""
    if case.struck:
        return
    yield from (Breach("I3", f"claimed {row.attempts} times", row.id) for row in case.ledger.rows if row.attempts > 1)


def published_once(case: Case) -> Iterator[Breach]:
    """I4: the machine publishes a comment at most once, and the number that a thread shows is that of its comments."""
    shown = Counter(row.thread for row in case.ledger.rows if row.status == "approved")
    for thread, count in case.ledger.counts.items():
        if shown[thread] != count:
            yield Breach("I4", f"shows {count} of {shown[thread]} approved comments", f"thread {thread}")
    for identifier, lines in case.ledger.lines.items():
        if sum(line.who == "machine" and line.after == "approved" for line in lines) > 1:
            yield Breach("I4", "published twice", identifier)


def told_once(case: Case) -> Iterator[Breach]:
    """I4: each step of which somebody outside is to be told was told, and nothing else; copies count once."""
    if case.told is None:
        return
    steps = {f"{line.comment}-{line.version}" for lines in case.ledger.lines.values() for line in lines[1:]}
    yield from (Breach("I4", "never told", step) for step in sorted(steps - case.told))
    yield from (Breach("I4", "told of what never was", step) for step in sorted(case.told - steps))


def two_decide_one_wins(case: Case) -> Iterator[Breach]:
    """I6: of several words on one version, one counts; who was told that it is theirs, theirs it is; the loser sees 409."""
    kept = {(one.comment, one.version): one for one in case.ledger.decisions}
    if len(kept) != len(case.ledger.decisions):
        yield Breach("I6", "two decisions made one version", "decisions")
    for word in case.story.words:
        found = kept.get((word.id, word.version + 1))
        if word.ok and (found is None or (found.who, found.action) != (word.who, word.action)):
            yield Breach("I6", "a decision that was confirmed is not there", word.id)
        if word.status == 409 and word.now == word.version:
            yield Breach("I6", "a conflict with nobody", word.id)


def closed_when_in_doubt(case: Case) -> Iterator[Breach]:
    """I8: nothing is approved by the machine because a check failed, and no spam at all."""
    numbers = {row.id: row.number for row in case.ledger.rows}
    for verdict in case.ledger.verdicts:
        number = numbers.get(verdict.comment)
        kind = case.load.planned(number).kind if number is not None else Kind.PLAIN
        if verdict.verdict == "approve" and (verdict.failed or kind is not Kind.PLAIN):
            yield Breach("I8", f"{kind} approved by the machine", verdict.comment)


def at_rest(case: Case) -> Iterator[Breach]:
    """I7, I9: the files are whole, and nobody holds a lease."""
    if case.ledger.damage:
        yield Breach("I7", case.ledger.damage, "database")
    if case.ledger.unsent:
        yield Breach("I9", "messages in the outbox", str(case.ledger.unsent))
    yield from (Breach("I9", "lease", row.id) for row in case.ledger.rows if row.leased)


def no_address_was_answered(case: Case) -> Iterator[Breach]:
    """I10: no client has seen an address in an answer. Files are searched by ``leaks``."""
    if case.story.leaks:
        yield Breach("I10", "address in an answer", str(case.story.leaks))


EXPECTED = {False: {202, 0, 503}, True: {422, 0, 503}}  # is it invalid? then what it may be answered with
INVARIANTS: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    acknowledged_is_there,
    copies_are_answered_alike,
    nothing_is_added,
    decided_once,
    steps_are_legal,
    claimed_once,
    published_once,
    told_once,
    two_decide_one_wins,
    closed_when_in_doubt,
    at_rest,
    no_address_was_answered,
)


def _is_unexpected(case: Case, row: Row) -> bool:
    if row.number is None or row.number not in case.story.sent:
        return True
    return case.load.planned(row.number).kind is Kind.INVALID
