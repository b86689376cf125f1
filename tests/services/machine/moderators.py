"""Moderators: they decide, take back and look."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from moderation.domain.decision import Action, Decision
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError, TooManyError
from moderation.services import reveal, review
from moderation.store.engine import Connection
from tests.services.machine.house import ADA, VERA
from tests.services.machine.model import MOST, SPELL
from tests.services.machine.stage import Stage, recent

versions = st.sampled_from([0, 0, 0, 0, 1, -1])


class Moderators(Stage):
    """What moderators do."""

    @rule(
        who=st.sampled_from([0, 0, 0, 1, 2]),
        action=st.sampled_from(list(Action)),
        items=st.lists(st.tuples(recent, versions), min_size=1, max_size=4),
    )
    def decide(self, who: int, action: Action, items: list[tuple[int, int]]) -> None:
        """A moderator decides on several comments, in versions that may be older or newer than the stored ones."""
        self._decide(who, Decision(action, tuple(self.item(*item) for item in items), "insult"))

    @rule(action=st.sampled_from(list(Action)))
    def decide_on_all(self, action: Action) -> None:
        """A moderator decides on everything at once."""
        items = tuple((identifier, known.version) for identifier, known in self.model.comments.items())
        self._decide(ADA, Decision(action, items, "insult"))

    @precondition(lambda self: self.tokens)
    @rule(who=st.sampled_from([0, 0, 0, 1, 2]), which=recent)
    def undo(self, who: int, which: int) -> None:
        """A decision is taken back; perhaps again, too late, or by somebody else."""
        token, person = self.tokens[-1 - which % len(self.tokens)], self.house.people[who]
        expected = self.model.undo(person.id, token, self.house.clock())
        try:
            outcomes = self.ctx.database.write(
                lambda connection: review.undo(connection, person, token, self.house.clock())
            )
        except (NotFoundError, StaleError) as error:
            found: Any = "not_found" if isinstance(error, NotFoundError) else "stale"
        else:
            found = sorted(outcome.error for outcome in outcomes)
        assert found == expected

    @rule(which=recent, times=st.sampled_from([1, 1, 7, 21]))
    def reveal(self, which: int, times: int) -> None:
        """An address is opened; so often in an hour, and no oftener."""
        identifier, person = self.item(which, 0)[0], self.house.people[ADA]
        for _ in range(times):
            at = self.house.clock()
            expected = self._revealed(identifier)
            try:
                found = reveal.reveal(self.ctx.database, self.ctx.ring, (person, identifier, "A threat"), at)
            except (NotFoundError, TooManyError) as error:
                found = type(error).__name__
            assert found == expected

    def _decide(self, who: int, decision: Decision) -> None:
        token, person, at = secrets.token_hex(8), self.house.people[who], self.house.clock()
        work: Callable[[Connection], Any] = lambda c: review.decide(c, person, decision, token, at)  # noqa: E731 - used twice
        if who == VERA:
            with pytest.raises(ForbiddenError):
                self.ctx.database.write(work)
            return
        expected = self.model.decide(person, token, decision, at)
        assert [outcome.error for outcome in self.ctx.database.write(work)] == expected
        self.tokens.append(token)

    def _revealed(self, identifier: str) -> str:
        """The address, or why not."""
        at, known = self.house.clock(), self.model.comments.get(identifier)
        if known is None or not known.has_contact:
            return NotFoundError.__name__
        if len([one for one in self.model.reveals if one > at - SPELL]) >= MOST:
            return TooManyError.__name__
        self.model.reveals.append(at)
        self.model.look(identifier, self.house.people[ADA].id, at)
        return next(email for one, email in self.sent if one.id == identifier)
