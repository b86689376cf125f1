"""Screening: waiting comments are claimed, read, examined and judged; each revision gets one verdict, whatever happens.

A claim is a lease. Whoever holds it too long loses it, and then the compare-and-set in ``transitions.make`` and the
primary key of the verdicts see to it that only one verdict counts.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from moderation.checks import CHECKS, examine
from moderation.domain import text
from moderation.domain.audit import MACHINE, AuditLine
from moderation.domain.comment import Comment, Status
from moderation.domain.estimate import Estimates
from moderation.domain.opinion import Opinion
from moderation.domain.policy import Judgement, Verdict, judge, probability
from moderation.domain.signal import Reason, Signal
from moderation.domain.site import Site
from moderation.services.estimate import Estimator
from moderation.store import comments, evidence, sketches, transitions, verdicts, waiting
from moderation.store.engine import Connection, Database
from moderation.store.evidence import Text
from moderation.store.transitions import Transition
from moderation.store.waiting import Claimed

BATCH = 50
TELLING = 20  # code points; many people honestly say the same shorter thing
STATUS = {Verdict.APPROVE: Status.APPROVED, Verdict.HOLD: Status.PENDING, Verdict.SPAM: Status.SPAM}
Opinions = Mapping[str, tuple[Opinion, ...]]
GIVEN_UP = Signal("screening", 0.0, Reason("gave_up"), failed=True)


class Result(NamedTuple):
    """What is to be written about a comment: its judgement, columns of its row, and by what others are compared with it."""

    comment: Comment
    judgement: Judgement
    findings: dict[str, str]
    trace: text.Trace = text.Trace()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where screening is done, with all it needs.

    Attributes:
        sites: The site with a number; None if it is gone.
        render: From what was typed to safe HTML.
        plain: The same without any reading of markup: for what no worker survives.
        digest: Keyed hash of (site, squeezed text).
        estimator: What the model thinks.
        tell: Called for each verdict that was written.
        sketching: The key under which texts are sketched, on all sites.
        consult: What others think of some comments, by id; takes a few seconds at most.
    """

    database: Database
    clock: Callable[[], datetime]
    sites: Callable[[int], Site | None]
    render: Callable[[str], str]
    plain: Callable[[str], str]
    digest: Callable[[int, str], str]
    estimator: Estimator
    tell: Callable[[Verdict], object]
    sketching: bytes
    consult: Callable[[Sequence[Comment]], Opinions]


def drain(desk: Desk, enough: Callable[[], bool] = lambda: False) -> int:
    """Screen what waits, or until it is enough; how many. Safe to run again, and by many at once."""
    done = 0
    while not enough():
        claimed = desk.database.write(lambda connection: _claim(connection, desk))
        if not claimed:
            break
        opinions = desk.consult([claim.comment for claim in claimed if claim.attempts < waiting.ATTEMPTS])
        for number, group in groupby(claimed, key=lambda claim: claim.comment.site):
            site = desk.sites(number)
            if site:  # else it was removed in this moment, and its comments with it
                _screen(desk, site, tuple(group), opinions)
        done += len(claimed)
        if len(claimed) < BATCH and claimed[0].attempts == 1:
            break  # that was all there was; what has come since has rung the bell again
    return done


def consider(desk: Desk, site: Site, comment: Comment) -> Judgement:
    """A judgement on a comment that is somebody else's: all that is known here counts, nobody outside is asked, nothing is kept."""
    (result,) = _judge(desk, site, [comment], {})
    return result.judgement


def _claim(connection: Connection, desk: Desk) -> tuple[Claimed, ...]:
    at = desk.database.now(connection, otherwise=desk.clock())
    return waiting.claim(connection, secrets.token_urlsafe(12), at, BATCH)


def _screen(desk: Desk, site: Site, claims: Sequence[Claimed], opinions: Opinions) -> None:
    tried_enough = [claim.comment for claim in claims if claim.attempts >= waiting.ATTEMPTS]
    others = [claim.comment for claim in claims if claim.attempts < waiting.ATTEMPTS]
    results = [*_judge(desk, site, others, opinions), *(_give_up(desk, site, comment) for comment in tried_enough)]
    at = desk.clock()
    for verdict in desk.database.write(lambda connection: _conclude(connection, results, at)):
        desk.tell(verdict)


def _judge(desk: Desk, site: Site, batch: Sequence[Comment], opinions: Opinions) -> Iterable[Result]:
    if not batch:
        return
    texts = {comment.id: _read(desk, site, comment) for comment in batch}
    with desk.database.read() as connection:
        facts = evidence.gather(connection, batch, texts)
        known = desk.estimator.know(connection, site.id)
    thoughts = desk.estimator.estimate(known, [texts[comment.id].reading for comment in batch])
    for comment, estimates in zip(batch, thoughts, strict=True):
        findings = {
            "body_html": desk.render(comment.body),
            "language": texts[comment.id].reading.language,
            "text_digest": texts[comment.id].digest,
        }
        found = replace(facts[comment.id], estimates=estimates, opinions=opinions.get(comment.id, ()))
        signals = examine(CHECKS, found, site.rules)
        judgement = replace(thought(judge(signals, site.policy), estimates), rules=site.rules_version)
        yield Result(comment, judgement, findings, texts[comment.id].trace)


def thought(judgement: Judgement, estimates: Estimates) -> Judgement:
    """The judgement, with what is remembered of the model."""
    return replace(judgement, offensive=probability(estimates.offensive.odds), model=estimates.model)


def _read(desk: Desk, site: Site, comment: Comment) -> Text:
    reading = text.read(comment.body)
    squeezed, foreign = reading.squeezed, site.rules.foreign(reading.links)
    is_telling = len(squeezed) >= TELLING and (reading.links or not text.is_formula(reading.said))
    digest = desk.digest(comment.site, squeezed) if is_telling else ""
    return Text(reading, digest, text.trace(reading, foreign, desk.sketching))


def _give_up(desk: Desk, site: Site, comment: Comment) -> Result:
    """No worker has survived this comment: a person looks at it, as plain text."""
    judgement = replace(judge((GIVEN_UP,), site.policy), rules=site.rules_version)
    return Result(comment, judgement, {"body_html": desk.plain(comment.body)})


def _conclude(connection: Connection, results: Iterable[Result], at: datetime) -> list[Verdict]:
    """Write verdict, status and trace together; where somebody was faster, nothing. What was written."""
    by_id = {result.comment.id: result for result in results}
    in_order = comments.in_lock_order(result.comment for result in by_id.values())
    made = transitions.make_many(connection, [_transition(by_id[comment.id], at) for comment in in_order])
    written = [by_id[one.comment.id] for one in made]
    verdicts.record(connection, ((result.comment, result.judgement) for result in written), at)
    sketches.record(connection, ((result.comment, result.trace) for result in written))
    return [result.judgement.verdict for result in written]


def _transition(result: Result, at: datetime) -> Transition:
    comment, verdict = result.comment, result.judgement.verdict
    line = AuditLine(comment.id, at, MACHINE, verdict, comment.status, STATUS[verdict], comment.version + 1)
    return Transition(comment, line, result.findings)
