"""A checker that cannot fail is worth nothing: each kind of damage is reported, and a good run is not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.chaos.checker import Breach, Case, check, sets_of
from tests.chaos.ledger import Decided, Judged, Ledger, Line, Row
from tests.chaos.load import Kind, Load
from tests.chaos.sight import only_approved_is_seen
from tests.chaos.story import Acknowledgement, Attempt, Sight, Story, Word

LOAD = Load(seed=5)
PLAIN, OTHER = [number for number in range(100) if LOAD.planned(number).kind is Kind.PLAIN][:2]
SPAM = next(number for number in range(100) if LOAD.planned(number).kind is Kind.SPAM)
INVALID = next(number for number in range(1000) if LOAD.planned(number).kind is Kind.INVALID)
NEVER_SENT = 77_777


def row(number: int, **changes: Any) -> Row:
    """A decided comment."""
    plain = Row(f"1-{number}", number, LOAD.planned(number).body, "approved", 2, 1, 1, leased=False, thread=1)
    return plain._replace(**changes)


def lines(number: int, *more: Line, after: str = "approved") -> list[Line]:
    """Its audit: received at 10, judged at 11."""
    name = f"1-{number}"
    return [
        Line(name, 10, "author", "submit", None, "received", 1),
        Line(name, 11, "machine", "approve", "received", after, 2),
        *more,
    ]


def a_good_run() -> Case:
    """Two comments are sent, accepted, decided and seen; one of them is then taken back by a person."""
    taken_back = Line(f"1-{OTHER}", 20, "ada", "reject", "approved", "rejected", 3)
    story = Story(
        sent={PLAIN, OTHER},
        first={PLAIN: 10, OTHER: 10},
        done={PLAIN: 10.1, OTHER: 10.2},
        acknowledged=[Acknowledgement(number, f"1-{number}", "d") for number in (PLAIN, PLAIN, OTHER)],
        attempts=[Attempt(PLAIN, 202, 0.1, 10, orderly=False), Attempt(OTHER, 0, 0.1, 10, orderly=False)],
        changed=[(PLAIN, 422)],
        words=[
            Word(0, f"1-{OTHER}", 2, "reject", 200, ok=True, now=3, at=21),
            Word(1, f"1-{OTHER}", 2, "spam", 409, ok=False, now=3, at=21),
        ],
        sights=[Sight(12, 13, (PLAIN, OTHER)), Sight(20.5, 21.5, (PLAIN, OTHER)), Sight(22, 23, (PLAIN,))],
    )
    ledger = Ledger(
        rows=[row(PLAIN), row(OTHER, status="rejected", version=3)],
        lines={f"1-{PLAIN}": lines(PLAIN), f"1-{OTHER}": lines(OTHER, taken_back)},
        verdicts=[Judged(f"1-{number}", 1, "approve", failed=False) for number in (PLAIN, OTHER)],
        decisions=[Decided(f"1-{OTHER}", 3, 0, "reject", "rejected")],
        counts={1: 1},
    )
    return Case(LOAD, story, ledger, struck=False)


def breaches(case: Case) -> set[tuple[str, str]]:
    """What is found, without the subjects."""
    found: list[Breach] = [*check(case), *only_approved_is_seen(case)]
    return {(breach.invariant, breach.what) for breach in found}


def test_a_good_run_is_good() -> None:
    case = a_good_run()

    assert breaches(case) == set()
    assert sets_of(case).acknowledged == {PLAIN, OTHER}


def lose(case: Case) -> None:
    del case.ledger.rows[0]
    del case.ledger.lines[f"1-{PLAIN}"]
    del case.ledger.verdicts[0]
    case.ledger.counts[1] = 0


def alter(case: Case) -> None:
    case.ledger.rows[0] = row(PLAIN, body=LOAD.planned(PLAIN).body + " Autrement.")


def add_unsent(case: Case) -> None:
    add(case, row(NEVER_SENT))


def add_unknown(case: Case) -> None:
    add(case, row(PLAIN, id="1-x")._replace(number=None, body="Whose is this?"))


def add_refused(case: Case) -> None:
    case.story.sent.add(INVALID)
    add(case, row(INVALID))


def add(case: Case, one: Row) -> None:
    """A comment that is in order, but for where it comes from."""
    case.ledger.rows.append(one)
    case.ledger.lines[one.id] = [line._replace(comment=one.id) for line in lines(PLAIN)]
    case.ledger.verdicts.append(Judged(one.id, 1, "approve", failed=False))
    case.ledger.counts[1] += 1


def double(case: Case) -> None:
    add(case, row(PLAIN, id="1-twin"))


def acknowledge_twice(case: Case) -> None:
    add(case, row(PLAIN, id="1-twin"))
    case.story.acknowledged.append(Acknowledgement(PLAIN, "1-twin", "d"))


def answer_otherwise(case: Case) -> None:
    case.story.acknowledged.append(Acknowledgement(PLAIN, f"1-{PLAIN}", "another digest"))


def take_changed(case: Case) -> None:
    case.story.changed.append((OTHER, 202))


def fail(case: Case) -> None:
    case.story.attempts.append(Attempt(PLAIN, 500, 0.1, 10, orderly=False))


def accept_invalid(case: Case) -> None:
    case.story.attempts.append(Attempt(INVALID, 202, 0.1, 10, orderly=False))


def leave_undecided(case: Case) -> None:
    case.ledger.rows[0] = row(PLAIN, status="received", version=1)
    case.ledger.lines[f"1-{PLAIN}"] = lines(PLAIN)[:1]
    case.ledger.verdicts.pop(0)
    case.ledger.counts[1] = 0
    case.story.sights.clear()


def decide_twice(case: Case) -> None:
    case.ledger.lines[f"1-{PLAIN}"] = lines(PLAIN, lines(PLAIN)[1])


def judge_twice(case: Case) -> None:
    case.ledger.verdicts.append(Judged(f"1-{PLAIN}", 1, "hold", failed=False))


def forget_line(case: Case) -> None:
    case.ledger.lines[f"1-{OTHER}"].pop()


def skip_version(case: Case) -> None:
    gap = Line(f"1-{PLAIN}", 12, "ada", "approve", "approved", "approved", 4)
    case.ledger.lines[f"1-{PLAIN}"].append(gap)
    case.ledger.rows[0] = row(PLAIN, version=4)


def let_a_person_judge_first(case: Case) -> None:
    received, judged = lines(PLAIN)
    case.ledger.lines[f"1-{PLAIN}"] = [received, judged._replace(who="ada")]


def claim_twice(case: Case) -> None:
    case.ledger.rows[0] = row(PLAIN, attempts=2)


def miscount(case: Case) -> None:
    case.ledger.counts[1] = 7


def lose_decision(case: Case) -> None:
    case.ledger.decisions.clear()


def let_both_win(case: Case) -> None:
    case.story.words[1] = Word(1, f"1-{OTHER}", 2, "spam", 200, ok=True, now=3, at=21)


def record_both(case: Case) -> None:
    case.ledger.decisions.append(Decided(f"1-{OTHER}", 3, 1, "spam", "spam"))


def quarrel_with_nobody(case: Case) -> None:
    case.story.words[1] = Word(1, f"1-{OTHER}", 2, "spam", 409, ok=False, now=2, at=21)


def approve_spam(case: Case) -> None:
    case.story.sent.add(SPAM)
    add(case, row(SPAM))


def approve_failed(case: Case) -> None:
    case.ledger.verdicts[0] = Judged(f"1-{PLAIN}", 1, "approve", failed=True)


def damage(case: Case) -> None:
    case.ledger.damage = "page 7 is never used"


def leave_lease(case: Case) -> None:
    case.ledger.rows[0] = row(PLAIN, leased=True)


def leak(case: Case) -> None:
    case.story.leaks = 1


def show_too_early(case: Case) -> None:
    case.story.sights.append(Sight(9, 10.5, (PLAIN,)))


def show_taken_back(case: Case) -> None:
    case.story.sights.append(Sight(21.5, 22, (OTHER,)))


def show_unknown(case: Case) -> None:
    case.story.sights.append(Sight(12, 13, (SPAM,)))


@pytest.mark.parametrize(
    ("harm", "wanted"),
    [
        (lose, ("I1", "lost")),
        (alter, ("I1", "another text")),
        (acknowledge_twice, ("I1", "two ids for one key")),
        (answer_otherwise, ("I1", "two answers")),
        (take_changed, ("I1", "changed body answered with 202")),
        (add_unsent, ("I2", "unexpected")),
        (add_unknown, ("I2", "unexpected")),
        (add_refused, ("I2", "unexpected")),
        (double, ("I2", "duplicated")),
        (fail, ("I2", "answered with 500")),
        (accept_invalid, ("I2", "answered with 202")),
        (leave_undecided, ("I3", "undecided")),
        (decide_twice, ("I3", "2 lines of the machine, 1 verdicts")),
        (decide_twice, ("I4", "published twice")),
        (judge_twice, ("I3", "1 lines of the machine, 2 verdicts")),
        (forget_line, ("I3", "status is not the newest line's")),
        (skip_version, ("I3", "illegal steps")),
        (let_a_person_judge_first, ("I3", "illegal steps")),
        (claim_twice, ("I3", "claimed 2 times")),
        (miscount, ("I4", "shows 7 of 1 approved comments")),
        (lose_decision, ("I6", "a decision that was confirmed is not there")),
        (let_both_win, ("I6", "a decision that was confirmed is not there")),
        (record_both, ("I6", "two decisions made one version")),
        (quarrel_with_nobody, ("I6", "a conflict with nobody")),
        (approve_spam, ("I8", "spam approved by the machine")),
        (approve_failed, ("I8", "plain approved by the machine")),
        (damage, ("I7", "page 7 is never used")),
        (leave_lease, ("I9", "lease")),
        (leak, ("I10", "address in an answer")),
        (show_too_early, ("I5", "seen while not approved")),
        (show_taken_back, ("I5", "seen while not approved")),
        (show_unknown, ("I5", "seen while not approved")),
    ],
)
def test_every_damage_is_reported(harm: Callable[[Case], None], wanted: tuple[str, str]) -> None:
    case = a_good_run()
    harm(case)

    assert wanted in breaches(case)


def test_the_sets_have_their_members() -> None:
    case = a_good_run()
    add(case, row(PLAIN, id="1-twin"))
    add(case, row(NEVER_SENT))
    case.story.acknowledged.append(Acknowledgement(SPAM, "1-gone", "d"))
    case.story.sent.add(SPAM)

    sets = sets_of(case)

    assert (sets.lost, sets.unexpected, sets.duplicated) == ({SPAM}, {f"1-{NEVER_SENT}"}, {PLAIN})


def test_what_was_never_acknowledged_may_be_there_once() -> None:
    case = a_good_run()
    case.story.acknowledged = [one for one in case.story.acknowledged if one.number != PLAIN]

    assert breaches(case) == set()
    assert sets_of(case).recovered == {PLAIN}


def test_where_somebody_was_disturbed_a_comment_may_be_claimed_again() -> None:
    case = replace(a_good_run(), struck=True)
    claim_twice(case)

    assert breaches(case) == set()
