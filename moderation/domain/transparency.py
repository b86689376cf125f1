"""What is published of moderation: the fields that Articles 15, 17 and 24 of the Digital Services Act (EU 2022/2065) ask about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moderation.domain.insight import NOTHING, Period, Wait

KINDS = ("not_published", "taken_down", "spam")
DETECTIONS = ("person", "notice", "rule", "model", "third_party", "unknown")


@dataclass(frozen=True, slots=True)
class Automation:
    """What the machine did alone, and how often that was wrong, as far as a person has looked.

    Attributes:
        decided: Comments it published or called spam without a person.
        held: Comments it left to a person.
        spam: Comments it called spam.
        freed: Of those, published by a person afterwards.
        approved: Comments it published.
        removed: Of those, taken away by a person afterwards.
        looked: Second looks at what it had decided.
        disagreed: Of those, seen otherwise.
    """

    decided: int = 0
    held: int = 0
    spam: int = 0
    freed: int = 0
    approved: int = 0
    removed: int = 0
    looked: int = 0
    disagreed: int = 0

    @property
    def spam_error(self) -> float | None:
        """Share of its spam that was none, 0..1, as far as somebody found it."""
        return self.freed / self.spam if self.spam else None

    @property
    def approval_error(self) -> float | None:
        """Share of what it published that was taken away, 0..1."""
        return self.removed / self.approved if self.approved else None


@dataclass(frozen=True, slots=True)
class Transparency:
    """One period of one site, or of several.

    Attributes:
        submitted: Comments that were handed in.
        restrictions: How many comments were restricted, by kind: never published, taken down after publication, spam.
        reasons: Rejections by ground.
        detections: What brought a restriction about: see ``DETECTIONS``; ``unknown``: age has removed what would say.
        by_machine: Restrictions that the machine decided alone.
        time_to_act: From handing in to the restriction.
        reports: Notices of readers by reason.
        outcomes: What became of them: ``open``, ``refused``, ``kept``.
        time_to_answer: From a notice to the decision after it.
        appeals: By outcome: ``open``, ``upheld``, ``reversed``.
    """

    period: Period
    submitted: int = 0
    restrictions: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    detections: Mapping[str, int] = field(default_factory=dict)
    by_machine: int = 0
    time_to_act: Wait = NOTHING
    reports: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    time_to_answer: Wait = NOTHING
    appeals: Mapping[str, int] = field(default_factory=dict)
    automation: Automation = field(default_factory=Automation)
