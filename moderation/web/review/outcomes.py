"""What moderators are told of a decision: item by item."""

from typing import Any, Literal, Self

from pydantic import Field

from moderation.domain.decision import Outcome
from moderation.web.public.answers import Outgoing


class OutcomeOut(Outgoing):
    """What became of one item: ``ok`` with its new status and version, or an ``error`` with how it stands."""

    id: str
    ok: bool
    status: str | None = None
    version: int | None = None
    awaits: Literal["approval"] | None = Field(
        None, description="It was kept as the first of two approvals: somebody else has to say `approve` too."
    )
    error: str | None = Field(
        None,
        description="`conflict`, `not_found`, `not_ready`; `forbidden`: they want somebody else to decide; "
        "`own_approval`: they have approved it, and somebody else is to do so too.",
    )
    current: dict[str, Any] | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """An outcome."""
        comment = outcome.comment
        stands = {"status": comment.status.value, "version": comment.version} if comment else None
        if outcome.error:
            return cls(id=outcome.id, ok=False, error=outcome.error, current=stands)
        return cls(id=outcome.id, ok=True, awaits="approval" if outcome.awaits else None, **(stands or {}))


class DecidedOut(Outgoing):
    """What became of a decision."""

    results: list[OutcomeOut]
    undo: str | None = Field(None, description="Takes it all back, for an hour.")
