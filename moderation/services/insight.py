"""Looking back on a period: how much came, how long it took, what was decided, and how well machine and people agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from moderation.domain.agreement import agreements
from moderation.domain.audit import MACHINE
from moderation.domain.identity import moment_of
from moderation.domain.insight import HALF, Day, Insight, Period, Queue, Use, Wait, Week
from moderation.services.tallies import Tallies
from moderation.store import insight, record
from moderation.store.engine import Connection
from moderation.store.insight import Decided
from moderation.store.record import NOTHING, Done, Tally

MEASURED, SAMPLE, LOOKS, THREADS = 2_000, 1_000, 5_000, 10  # the newest ones that are read
REFUSED = ("rejected", "spam")
ALONE = {"spam": ("spam", "advertising"), "approved": ("approved",)}  # the machine's words, and which bear them out


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sites, which days, and when now is."""

    sites: Collection[int]
    period: Period
    at: datetime


def look(connection: Connection, asked: Asked, tallies: Tallies) -> Insight:
    """Everything about a period."""
    of = connection, asked.sites, asked.period
    tally = _by_day(asked.period, tallies.of(*of, asked.at))
    standing = insight.count_by_day(*of)
    decided = insight.list_decided(*of, SAMPLE)
    looked = insight.list_looks(*of, LOOKS)
    by_machine = [(first, second) for who, first, second in looked if who == MACHINE]
    return Insight(
        period=asked.period,
        days=tuple(_day(one, standing.get(one, {}), tally[one].machine.get("submit", 0)) for one in asked.period.days),
        queue=_queue(connection, asked),
        machine=_total(pair for one in tally.values() for pair in one.machine.items() if pair[0] != "submit"),
        people=_total((done.action, done.number) for one in tally.values() for done in one.people),
        to_decision=Wait.of(_waits(record.list_first(*of, MEASURED))),
        to_publication=Wait.of(insight.list_to_publication(*of, MEASURED)),
        weeks=_weeks(tally),
        reasons=_total((d.reason, d.number) for one in tally.values() for d in one.people if d.action == "reject"),
        uses=_uses(decided),
        leaning=_leaning(decided),
        sampled=len(decided),
        agreements=agreements([(first, second) for who, first, second in looked if who != MACHINE]),
        second_looks=(len(by_machine), sum(first == second for first, second in by_machine)),
        drawn={said: drawn for said in ALONE if (drawn := _right(by_machine, said))[0]},
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


def _by_day(period: Period, tallies: Mapping[tuple[int, date], Tally]) -> dict[date, Tally]:
    """All sites together."""
    found = dict.fromkeys(period.days, NOTHING)
    for (_, day), tally in tallies.items():
        machine = Counter(found[day].machine) + Counter(tally.machine)
        found[day] = Tally(machine, found[day].people + tally.people)
    return found


def _weeks(tallies: Mapping[date, Tally]) -> tuple[Week, ...]:
    counts: dict[date, Counter[str]] = {}
    for day, tally in tallies.items():
        week = counts.setdefault(_monday(day), Counter())
        week.update(tally.machine)
        for done in tally.people:
            week[_word(done)] += done.number * done.first
            week["held"] += done.number * (done.first and done.before == "pending")
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


def _right(pairs: Iterable[tuple[str, str]], said: str) -> tuple[int, int]:
    """How many the machine said this of, and in how many somebody who was not told saw the same."""
    seconds = [second for first, second in pairs if first == said]
    return len(seconds), sum(second in ALONE[said] for second in seconds)


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
