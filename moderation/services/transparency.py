"""The report on a period that anybody may read: how much was restricted, why, how it was found, how fast, and how often wrongly."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from moderation.domain.audit import MACHINE
from moderation.domain.identity import moment_of
from moderation.domain.insight import Wait
from moderation.domain.transparency import Automation, Transparency
from moderation.services.insight import Asked
from moderation.services.tallies import Tallies
from moderation.store import insight, restrictions
from moderation.store.engine import Connection
from moderation.store.record import Done
from moderation.store.restrictions import REFUSED, Restriction

LOUD = 0.7  # nats, from which a check has doubled the odds
MEASURED, LOOKS = 20_000, 5_000  # the newest ones that are read
OF_CHECK = {"classifier": "model", "opinion": "third_party"}  # all other checks are rules


def report(connection: Connection, asked: Asked, tallies: Tallies) -> Transparency:
    """What was done on these sites and days."""
    of = connection, asked.sites, asked.period
    tally = tallies.of(*of, asked.at).values()
    said = sum((Counter(one.machine) for one in tally), Counter[str]())
    people = [done for one in tally for done in one.people]
    found = _tally(restrictions.walk(*of))
    return Transparency(
        asked.period,
        submitted=said["submit"],
        restrictions=dict(found.kinds.most_common()),
        reasons=dict(found.reasons.most_common()),
        detections=dict(found.detections.most_common()),
        by_machine=found.by_machine,
        time_to_act=Wait.of(found.waits),
        reports=restrictions.count_reports(*of),
        outcomes=restrictions.count_outcomes(*of),
        time_to_answer=Wait.of(restrictions.list_answers(*of, MEASURED)),
        appeals=restrictions.count_appeals(*of),
        automation=_automation(said, people, insight.list_looks(*of, LOOKS)),
    )


class _Tally:
    """Restrictions, counted one by one."""

    def __init__(self) -> None:
        self.kinds, self.reasons, self.detections = Counter[str](), Counter[str](), Counter[str]()
        self.waits: list[float] = []
        self.by_machine = 0

    def add(self, one: Restriction) -> None:
        """Count one more."""
        self.kinds[_kind(one)] += 1
        self.reasons[one.reason] += bool(one.reason)
        self.detections[_detection(one)] += 1
        self.by_machine += one.by_machine
        begun = moment_of(one.comment)
        self.waits += [max((one.at - begun).total_seconds(), 0.0)] if begun else []


def _tally(found: Iterable[Restriction]) -> _Tally:
    tally = _Tally()
    for one in found:
        tally.add(one)
    tally.reasons = +tally.reasons
    return tally


def _kind(one: Restriction) -> str:
    if one.after == "spam":
        return "spam"
    return "taken_down" if one.before == "approved" else "not_published"


def _detection(one: Restriction) -> str:
    """What brought it about: a reader's notice, else what weighed most in the verdict, else the person alone."""
    if one.reported:
        return "notice"
    if one.verdict is None:
        return "unknown"
    if one.verdict == "approve":
        return "person"
    return _heaviest(one.signals)


def _heaviest(signals: Iterable[Mapping[str, Any]]) -> str:
    """The kind of check that spoke loudest against it, or had it held; who was held as a newcomer alone, a person found."""
    loud = [one for one in signals if one["weight"] >= LOUD or (one["holds"] and one["check"] != "reputation")]
    if not loud:
        return "person"
    return OF_CHECK.get(max(loud, key=lambda one: float(one["weight"]))["check"], "rule")


def _automation(said: Mapping[str, int], people: Iterable[Done], looked: Iterable[tuple[str, str, str]]) -> Automation:
    first = [done for done in people if done.first]
    by_machine = [(one, other) for who, one, other in looked if who == MACHINE]
    return Automation(
        decided=said["approve"] + said["spam"],
        held=said["hold"],
        spam=said["spam"],
        freed=sum(done.number for done in first if done.before == "spam" and done.after == "approved"),
        approved=said["approve"],
        removed=sum(done.number for done in first if done.before == "approved" and done.after in REFUSED),
        looked=len(by_machine),
        disagreed=sum(one != other for one, other in by_machine),
    )
