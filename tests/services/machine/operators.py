"""Operators and time: sites change their minds, people want to be forgotten, what is old goes."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from moderation.services import erase, retention
from moderation.store import receipts, sites
from tests.services.machine.house import HOUSE_SITES
from tests.services.machine.stage import PEOPLE, Stage

TIMES: list[dict[str, int]] = [
    {"seconds": 1}, {"seconds": 11}, {"minutes": 11}, {"minutes": 61}, {"hours": 25}, {"days": 2}, {"days": 31}, {"days": 366},
]  # fmt: skip


class Operators(Stage):
    """What operators do, and time."""

    @rule(
        site=st.sampled_from(HOUSE_SITES),
        first=st.booleans(),
        shares=st.sampled_from([(0.35, 0.95), (0.0, 1.0), (0.9, 0.95), (0.05, 0.1)]),
        days=st.sampled_from([0, 1, 30, 365]),
        closing=st.sampled_from([0, 0, 1]),
    )
    def choose(self, site: str, first: bool, shares: tuple[float, float], days: int, closing: int) -> None:  # noqa: FBT001 - drawn
        """A site changes its mind."""
        kept = {f"keep_{name}_days": days for name in ("refused", "network", "email", "audit")}
        chosen = {"hold_first": first, "approve_below": shares[0], "spam_above": shares[1], "close_after_days": closing}
        self.ctx.database.write(lambda connection: sites.choose(connection, site, {**chosen, **kept}))
        self.ctx.directory.every(age=-1)

    @rule(email=st.sampled_from([*PEOPLE[:-1], "stranger@example.ma"]), scope=st.sampled_from(["author", "comments"]))
    def erase(self, email: str, scope: str) -> None:
        """Somebody wants to be forgotten, known or not."""
        at = self.house.clock()
        people = [
            erase.Person(site, self.ctx.fingerprints.author(site.id, email)) for site in self.ctx.directory.every()
        ]
        for person in people:
            self.model.erase(person.site.id, person.mark, scope, at)
        erase.erase(self.ctx.database, self.house.journal, people, scope, at)

    @rule()
    def forget(self) -> None:
        """What is too old goes."""
        at, every = self.house.clock(), self.ctx.directory.every(age=-1)
        self.model.forget(every, at)
        retention.forget(self.ctx.database, every, self.ctx.fingerprints.chain, at)

    @rule()
    def sweep(self) -> None:
        """Expired receipts go."""
        at = self.house.clock()
        self.model.receipts = {mark: one for mark, one in self.model.receipts.items() if one[2] > at}
        self.ctx.database.write(lambda connection: receipts.sweep(connection, at))

    @rule(time=st.sampled_from(TIMES))
    def pass_time(self, time: dict[str, int]) -> None:
        """Time passes."""
        self.house.clock.forward(**time)
