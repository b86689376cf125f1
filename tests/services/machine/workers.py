"""Workers: they screen, are slow, or die."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from moderation.domain.comment import NOBODY
from moderation.services.screen import drain
from moderation.store import waiting
from tests.services.machine import stored
from tests.services.machine.known import Known
from tests.services.machine.stage import EDIT_MINUTES, TEXTS, Stage, recent

OF_VERDICT = {"approve": "approved", "hold": "pending", "spam": "spam"}


class Workers(Stage):
    """What workers do."""

    @rule()
    def screen(self) -> None:
        """A worker does all there is."""
        self._lease()
        due = self._due()
        assert drain(self.ctx.desk) == len(due)
        self._judged(due)

    @rule()
    def screen_slowly(self) -> None:
        """A worker is so slow that another one has done its work when it comes to write."""
        self._lease()

        def slow(body: str) -> str:
            if not slept:
                slept.append(body)
                self.house.clock.forward(seconds=11)
                self._lease()
                drain(self.ctx.desk)
            return self.ctx.desk.render(body)

        slept: list[str] = []
        drain(replace(self.ctx.desk, render=slow))
        self._judged(self._due())

    @rule(which=recent, text=st.sampled_from(TEXTS))
    def screen_while_somebody_edits(self, which: int, text: str) -> None:
        """An author changes a text between claim and verdict, perhaps the one that was claimed."""
        self._lease()
        identifier, body = self.item(which, 0)[0], f"{text} (while)"

        def interrupted(said: str) -> str:
            if not done:
                done.append(self.model.edit(identifier, body, EDIT_MINUTES, self.house.clock()))
                assert self.tried(lambda: self.edit_now(identifier, body)) == done[0]
            return self.ctx.desk.render(said)

        done: list[str] = []
        drain(replace(self.ctx.desk, render=interrupted))
        self._lease()
        drain(self.ctx.desk)
        self._judged(self._due())

    @rule(limit=st.integers(1, 3))
    def claim_and_die(self, limit: int) -> None:
        """A worker claims and is never heard of again."""
        self._lease()
        at, due = self.house.clock(), self._due()
        taken = self.ctx.database.write(
            lambda connection: waiting.claim(connection, secrets.token_hex(4), self.house.now(connection), limit)
        )
        left = {identifier for identifier, known in due.items() if known.leased}
        again = {identifier for identifier in left if due[identifier].attempts > 1}
        assert len(taken) == (1 if again else min(limit, waiting.FEW, len(left or due)))
        assert {claim.comment.id for claim in taken} <= (again or left or set(due))
        for claim in taken:
            known = self.model.comments[claim.comment.id]
            known.leased, known.attempts = at + waiting.LEASE, known.attempts + 1
            assert claim.attempts == known.attempts

    def _lease(self) -> None:
        at = self.house.clock()
        self.house.turn_leases({i for i, known in self.model.comments.items() if known.leased and known.leased >= at})

    def _due(self) -> dict[str, Known]:
        return self.model.waiting(self.house.clock())

    def _judged(self, due: Mapping[str, Known]) -> None:
        """Each that was due has its one verdict, and the machine keeps within what its site has chosen."""
        with self.ctx.database.read() as connection:
            found = stored.statuses(connection)
        trusted = {known.fingerprint for known in self.model.comments.values() if known.status == "approved"} - {NOBODY}
        for identifier, known in due.items():
            status, verdict = found[identifier]
            site = self.ctx.directory.by_id(known.said.site)
            assert site
            assert status == OF_VERDICT[verdict]
            if known.attempts + 1 >= waiting.ATTEMPTS:
                assert verdict == "hold"
            if site.policy.approve_below == 0 or (site.rules.hold_first and known.fingerprint not in trusted):
                assert verdict != "approve"
            known.verdicts[known.revision] = verdict
            self.model.move(identifier, status, ("machine", verdict), self.house.clock())
