"""Scoring texts that nobody has submitted: what the text alone says, without who wrote it, how it was sent, or how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from moderation.checks import TEXT_CHECKS, examine
from moderation.domain import text
from moderation.domain.comment import Author, Comment, Thread
from moderation.domain.estimate import Estimates
from moderation.domain.evidence import Evidence, Rules
from moderation.domain.policy import Judgement, Policy, judge
from moderation.services.estimate import Estimator, Known
from moderation.services.screen import thought

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # no check of a text asks when


@dataclass(frozen=True, slots=True)
class Scorer:
    """A site's way of judging, or that of a site that has chosen and taught nothing."""

    estimator: Estimator
    known: Known
    rules: Rules
    policy: Policy

    def score(self, bodies: Sequence[str]) -> list[Judgement]:
        """A judgement on each text, in order. The same text has the same one, whatever stands beside it."""
        readings = [text.read(text.clean(body)) for body in bodies]
        thoughts = self.estimator.estimate(self.known, readings)
        return [self._judge(reading, estimates) for reading, estimates in zip(readings, thoughts, strict=True)]

    def _judge(self, reading: text.Reading, estimates: Estimates) -> Judgement:
        comment = Comment(0, "", Thread(0, 0, ""), None, Author(""), reading.original, _LONG_AGO)
        signals = examine(TEXT_CHECKS, Evidence(comment, reading, estimates=estimates), self.rules)
        return thought(judge(signals, self.policy), estimates)
