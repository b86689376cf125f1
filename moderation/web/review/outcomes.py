"""What moderators are told of a decision: item by item."""

from typing import Any, Self

from pydantic import Field

from moderation.domain.decision import Outcome
from moderation.web.public.answers import Outgoing


class OutcomeOut(Outgoing):
    """What became of one item: ``ok`` with its new status and version, or an ``error`` with how it stands."""

    id: str
    ok: bool
    status: str | None = None
    version: int | None = None
    error: str | None = None
    current: dict[str, Any] | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """An outcome."""
        comment = outcome.comment
        stands = {"status": comment.status.value, "version": comment.version} if comment else None
        if outcome.error:
            return cls(id=outcome.id, ok=False, error=outcome.error, current=stands)
        return cls(id=outcome.id, ok=True, **(stands or {}))


class DecidedOut(Outgoing):
    """What became of a decision."""

    results: list[OutcomeOut]
    undo: str | None = Field(None, description="Takes it all back, for an hour.")
