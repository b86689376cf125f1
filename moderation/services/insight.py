"""Looking back on a period: how much came, how long it took, what was decided, and how well machine and people agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from moderation.domain.agreement import agreements
from moderation.domain.audit import MACHINE
from moderation.domain.identity import moment_of
from moderation.domain.insight import HALF, Day, Insight, Period, Queue, Use, Wait, Week
from moderation.store import insight, record
from moderation.store.engine import Connection
from moderation.store.insight import Decided
from moderation.store.record import Done

MEASURED, SAMPLE, LOOKS, THREADS = 2_000, 1_000, 5_000, 10  # the newest ones that are read
REFUSED = ("rejected", "spam")
Counts = Mapping[tuple[date, str], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sites, which days, and when now is."""

    sites: Collection[int]
    period: Period
    at: datetime


def look(connection: Connection, asked: Asked) -> Insight:
    """Everything about a period."""
    of = connection, asked.sites, asked.period
    machine, people = record.count_machine(*of), record.count_people(*of)
    standing = insight.count_by_day(*of)
    decided = insight.list_decided(*of, SAMPLE)
    looked = insight.list_looks(*of, LOOKS)
    by_machine = [(first, second) for who, first, second in looked if who == MACHINE]
    return Insight(
        period=asked.period,
        days=tuple(_day(one, standing.get(one, {}), machine.get((one, "submit"), 0)) for one in asked.period.days),
        queue=_queue(connection, asked),
        machine=_total((action, count) for (_, action), count in machine.items() if action != "submit"),
        people=_total((done.action, done.number) for done in people),
        to_decision=Wait.of(_waits(record.list_first(*of, MEASURED))),
        to_publication=Wait.of(insight.list_to_publication(*of, MEASURED)),
        weeks=_weeks(asked.period, machine, people),
        reasons=_total((done.reason, done.number) for done in people if done.action == "reject"),
        uses=_uses(decided),
        leaning=_leaning(decided),
        sampled=len(decided),
        agreements=agreements([(first, second) for who, first, second in looked if who != MACHINE]),
        second_looks=(len(by_machine), sum(first == second for first, second in by_machine)),
        threads=insight.list_hot(*of, THREADS),
    )


def _day(day: date, standing: Mapping[str, int], submitted: int) -> Day:
    return Day(day, {**standing, "removed": max(submitted - sum(standing.values()), 0)})


def _queue(connection: Connection, asked: Asked) -> Queue:
    counts = insight.count_waiting(connection, asked.sites)
    oldest = insight.oldest_pending(connection, asked.sites)
    age = max((asked.at - oldest).total_seconds(), 0.0) if oldest else None
    return Queue(counts.get("pending", 0), counts.get("received", 0), age)


def _total(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sums by name, the greatest first."""
    found: Counter[str] = Counter()
    for name, count in pairs:
        found[name] += count
    return dict(found.most_common())


def _waits(first: Iterable[tuple[str, datetime]]) -> list[float]:
    """An id tells when its comment was handed in, also when the comment is not there any more."""
    return [max((at - begun).total_seconds(), 0.0) for comment, at in first if (begun := moment_of(comment))]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(period: Period, machine: Counts, people: Sequence[Done]) -> tuple[Week, ...]:
    counts: dict[date, Counter[str]] = {_monday(day): Counter() for day in period.days}
    for (day, action), count in machine.items():
        counts[_monday(day)][action] += count
    for done in people:
        if done.first:
            counts[_monday(done.day)][_word(done)] += done.number
            counts[_monday(done.day)]["held"] += done.number if done.before == "pending" else 0
    return tuple(
        Week(monday, one["spam"], one["freed"], one["approve"], one["removed"], one["held"], one["refused"])
        for monday, one in sorted(counts.items())
    )


def _word(done: Done) -> str:
    """What a person's first word says of the machine's."""
    if done.before == "spam" and done.after == "approved":
        return "freed"
    if done.after in REFUSED:
        return {"approved": "removed", "pending": "refused"}.get(done.before, "")
    return ""


def _leaning(decided: Iterable[Decided]) -> tuple[int, int]:
    held = [one for one in decided if one.verdict == "hold"]
    return len(held), sum((one.score > HALF) == (one.after in REFUSED) for one in held)


def _uses(decided: Iterable[Decided]) -> tuple[Use, ...]:
    counts, refused, spoken, agreed = (Counter[str]() for _ in range(4))
    for one in decided:
        is_refused = one.after in REFUSED
        for code, weight in {signal["reason"]["code"]: signal["weight"] for signal in one.signals}.items():
            counts[code] += 1
            refused[code] += is_refused
            spoken[code] += weight != 0
            agreed[code] += weight != 0 and (weight > 0) == is_refused
    return tuple(
        Use(code, count, refused[code], agreed[code] if spoken[code] == count else None)
        for code, count in counts.most_common()
    )
