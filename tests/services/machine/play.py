"""Everybody at once, in any order: Hypothesis chooses what happens next, the model says what it should do."""

import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from moderation.adapters.sealer import binding
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import ModerationError
from moderation.services import ledger, review, submit
from moderation.store.engine import Connection
from tests.services.machine import stored
from tests.services.machine.house import ADA
from tests.services.machine.moderators import Moderators
from tests.services.machine.operators import Operators
from tests.services.machine.readers import Readers
from tests.services.machine.stage import said
from tests.services.machine.workers import Workers


class BrokenOffError(Exception):
    """Somebody's process dies in the middle of a transaction."""


class Play(Readers, Workers, Moderators, Operators):
    """All players, and what must be true after each step."""

    @rule()
    def link(self) -> None:
        """All lines of the audit get their place, and nothing is wrong with them."""
        assert ledger.link_new(self.ctx.database, self.ctx.fingerprints.chain, self.house.clock()) == len(
            self.model.loose
        )
        self.model.linked += self.model.loose
        self.model.loose = []
        assert list(ledger.verify(self.ctx.database, self.ctx.fingerprints.chain, self.house.clock())) == []

    @rule(one=said, action=st.sampled_from(list(Action)))
    def break_off(self, one: Mapping[str, Any], action: Action) -> None:
        """A transaction that has written a lot ends in the middle: nothing has happened."""
        submission, email = self.submission(one)
        items = tuple((identifier, known.version) for identifier, known in self.model.comments.items())

        def work(connection: Connection) -> None:
            at = self.house.clock()
            review.decide(connection, self.house.people[ADA], Decision(action, items, "insult"), "broken", at)
            contact = self.ctx.sealer.seal(email, binding("comment", submission.id)) if email else None
            submit.submit(connection, self.ctx.directory.by_key(one["site"]), submission, contact, at)
            raise BrokenOffError

        with pytest.raises((BrokenOffError, ModerationError)):
            self.ctx.database.write(work)

    @invariant()
    def what_is_stored_is_what_should_be(self) -> None:
        """After every step: everything."""
        with self.ctx.database.read() as connection:
            lists = stored.compare(connection, self.model)
        for page, before in self.lists.items():
            assert lists[page] == before or lists[page][0] > before[0], "caches go by the version"
        self.lists = lists

    def teardown(self) -> None:
        """At the end the audit is whole; unless something has failed before, which would only fail again."""
        if sys.exc_info()[0] is None:
            self.link()
