"""What of the figures goes out."""

from datetime import date
from typing import Self

from pydantic import Field

from moderation.domain.insight import Insight
from moderation.domain.transparency import Transparency
from moderation.web.public.answers import Outgoing


class WaitOut(Outgoing):
    """How long something took."""

    number: int = Field(description="How many were measured: the newest ones.")
    median: float | None = Field(description="In seconds.")
    p95: float | None = Field(description="In seconds; 95 of a hundred took no longer.")


class DayOut(Outgoing):
    """The comments that were handed in on one day."""

    day: date
    counts: dict[str, int] = Field(
        description="By where they stand today; `removed`: those that are not there any more."
    )


class WaitingOut(Outgoing):
    """What waits now."""

    pending: int
    received: int
    oldest: float | None = Field(description="Since when the oldest one waits for a person, in seconds.")


class WeekOut(Outgoing):
    """What the machine said in one week, and what people said of it in their first word on a comment."""

    monday: date
    spam: int = Field(description="Comments it called spam.")
    freed: int = Field(description="Called spam, and published by a person.")
    approved: int = Field(description="Comments it published.")
    removed: int = Field(description="Published by it, and taken away by a person.")
    held: int = Field(description="Held by it, and decided by a person.")
    refused: int = Field(description="How many of those were refused.")


class UseOut(Outgoing):
    """How often a check said something."""

    code: str
    number: int
    refused: int = Field(description="Comments with it that people refused.")
    agreed: int | None = Field(description="Where people decided as it had spoken; null if it speaks for neither.")


class AgreementOut(Outgoing):
    """How two moderators agreed on the same comments."""

    label: str = Field(description="What they said; empty for everything together.")
    pairs: int
    agreed: int
    kappa: float | None = Field(description="Cohen's kappa.")


class DrawnOut(Outgoing):
    """Verdicts of one kind that were drawn by lot and looked at again by somebody who was not told."""

    number: int
    right: int


class HotOut(Outgoing):
    """A page under which much is refused."""

    url: str
    title: str
    comments: int
    refused: int


class StatsOut(Outgoing):
    """The figures of a period."""

    first: date
    last: date
    days: list[DayOut]
    queue: WaitingOut
    machine: dict[str, int] = Field(description="What the machine decided, by verdict.")
    automatic: float | None = Field(description="The share that it decided alone, 0..1.")
    people: dict[str, int] = Field(description="What people decided and did not take back, by action.")
    to_decision: WaitOut = Field(description="From handing in to a person's first word.")
    to_publication: WaitOut = Field(description="From handing in to being public.")
    weeks: list[WeekOut]
    reasons: dict[str, int] = Field(description="Rejections by reason.")
    sampled: int = Field(description="In how many decided comments signals were counted: the newest.")
    signals: list[UseOut]
    agreements: list[AgreementOut]
    drawn: dict[str, DrawnOut] = Field(description="By what the machine had said: `spam`, `approved`.")
    threads: list[HotOut]

    @classmethod
    def of(cls, found: Insight) -> Self:
        """Everything but what names a person: that is not in there."""
        return cls(
            first=found.period.first, last=found.period.last,
            days=[DayOut.model_validate(one) for one in found.days], queue=WaitingOut.model_validate(found.queue),
            machine=dict(found.machine), automatic=found.automatic, people=dict(found.people),
            to_decision=WaitOut.model_validate(found.to_decision), to_publication=WaitOut.model_validate(found.to_publication),
            weeks=[WeekOut.model_validate(one) for one in found.weeks], reasons=dict(found.reasons), sampled=found.sampled,
            signals=[UseOut.model_validate(one) for one in found.uses],
            agreements=[AgreementOut.model_validate(one) for one in found.agreements],
            drawn={said: DrawnOut(number=number, right=right) for said, (number, right) in found.drawn.items()},
            threads=[HotOut.model_validate(one) for one in found.threads],
        )  # fmt: skip


class AutomationOut(Outgoing):
    """What the machine did alone, and how often that was wrong, as far as a person has looked."""

    decided: int
    held: int
    spam: int
    freed: int
    spam_error: float | None
    approved: int
    removed: int
    approval_error: float | None
    looked: int
    disagreed: int


class TransparencyOut(Outgoing):
    """The report on a period."""

    site: str
    first: date
    last: date
    submitted: int
    restrictions: dict[str, int]
    reasons: dict[str, int]
    detections: dict[str, int]
    by_machine: int
    time_to_act: WaitOut
    reports: dict[str, int]
    outcomes: dict[str, int]
    time_to_answer: WaitOut
    appeals: dict[str, int]
    automation: AutomationOut

    @classmethod
    def of(cls, found: Transparency, site: str) -> Self:
        """The report, on the site with this key; empty for several."""
        return cls(
            site=site, first=found.period.first, last=found.period.last, submitted=found.submitted,
            restrictions=dict(found.restrictions), reasons=dict(found.reasons), detections=dict(found.detections),
            by_machine=found.by_machine, time_to_act=WaitOut.model_validate(found.time_to_act),
            reports=dict(found.reports), outcomes=dict(found.outcomes),
            time_to_answer=WaitOut.model_validate(found.time_to_answer), appeals=dict(found.appeals),
            automation=AutomationOut.model_validate(found.automation),
        )  # fmt: skip
