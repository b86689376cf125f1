"""Readers: they write, and send again what they have sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from moderation.adapters.sealer import binding
from moderation.domain.comment import Submission
from moderation.domain.errors import DuplicateError, ForbiddenError, InvalidError, NotFoundError
from moderation.services import own, submit
from moderation.services.report import report
from moderation.store.engine import Connection
from moderation.store.reports import Report
from tests.services.machine.stage import EDIT_MINUTES, MARKS, TEXTS, Stage, recent, said

REFUSALS: dict[type, str] = {
    InvalidError: "key_reused",
    DuplicateError: "duplicate",
    ForbiddenError: "closed",
    NotFoundError: "parent",
}


class Readers(Stage):
    """What readers do."""

    @rule(one=said)
    def hand_in(self, one: Mapping[str, Any]) -> None:
        """Somebody writes."""
        self.house.clock.forward(seconds=1)
        self._submit(*self.submission(one))

    @precondition(lambda self: self.sent)
    @rule(which=recent, key=st.sampled_from(["same", "same", "", "k1", "k10"]))
    def hand_in_again(self, which: int, key: str) -> None:
        """The same arrives again, under the same key, under another or under none."""
        before, email = self.sent[-1 - which % len(self.sent)]
        identifier = self.new_id(before.site)
        self._submit(replace(before, id=identifier, key=before.key if key == "same" else key), email)

    @precondition(lambda self: any(one.key for one, _ in self.sent))
    @rule(which=recent, text=st.sampled_from(TEXTS))
    def use_a_key_for_something_else(self, which: int, text: str) -> None:
        """Another text under a key that was used."""
        keyed = [one for one in self.sent if one[0].key]
        before, email = keyed[-1 - which % len(keyed)]
        body = f"{text} (other)"
        digest = self.ctx.fingerprints.submission(before.digest, body)
        self._submit(replace(before, id=self.new_id(before.site), body=body, digest=digest), email)

    @rule(which=recent, text=st.sampled_from(TEXTS), number=st.integers(0, 4))
    def edit(self, which: int, text: str, number: int) -> None:
        """Somebody changes what they wrote; perhaps too late, or to what stands there anyway."""
        identifier, body = self.item(which, 0)[0], f"{text} {number}"
        expected = self.model.edit(identifier, body, EDIT_MINUTES, self.house.clock())
        assert self.tried(lambda: self.edit_now(identifier, body)) == expected

    @rule(which=recent)
    def withdraw(self, which: int) -> None:
        """Somebody takes back what they wrote."""
        identifier, at = self.item(which, 0)[0], self.house.clock()
        expected = self.model.withdraw(identifier, at)
        work: Callable[[Connection], object] = lambda connection: own.withdraw(connection, identifier, at)  # noqa: E731 - used once, below
        assert self.tried(lambda: self.ctx.database.write(work)) == expected

    @rule(which=recent, mark=st.sampled_from(MARKS), times=st.integers(1, 2))
    def report(self, which: int, mark: str, times: int) -> None:
        """A reader reports something, published or not, once or twice."""
        identifier, at = self.item(which, 0)[0], self.house.clock()
        for _ in range(times):
            expected = self.model.report(identifier, mark, at)
            said = Report(mark, "hate", at)
            work: Callable[[Connection], object] = lambda connection: report(connection, identifier, said)  # noqa: B023, E731 - run before the next one
            assert self.tried(lambda: self.ctx.database.write(work)) == expected  # noqa: B023 - likewise

    def _submit(self, submission: Submission, email: str) -> None:
        at = self.house.clock()
        site = next(site for site in self.ctx.directory.every() if site.id == submission.site)
        contact = self.ctx.sealer.seal(email, binding("comment", submission.id)) if email else None
        expected = self.model.submit(site, submission, at)
        try:
            found = self.ctx.database.write(
                lambda connection: submit.submit(connection, site, submission, contact, at)
            ).id
        except (InvalidError, DuplicateError, ForbiddenError, NotFoundError) as error:
            found = REFUSALS[type(error)]
        assert found == expected
        if found == submission.id:
            self.ids.append(found)
            self.sent.append((submission, email))
