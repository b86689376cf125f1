"""What the services should have done, kept in plain values: no database, no checks, the promises only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from moderation.domain.comment import Status, Submission
from moderation.domain.decision import TARGETS, Action, Decision
from moderation.domain.moderator import Moderator
from moderation.domain.site import Site
from tests.services.machine.known import Batch, Known, Line, Step, Word

FINAL = (Status.REJECTED, Status.SPAM)
LEASE, KEY_LASTS, TEXT_LASTS = timedelta(seconds=10), timedelta(hours=24), timedelta(minutes=10)
UNDO_LASTS, SPELL, MOST = timedelta(hours=1), timedelta(hours=1), 20


@dataclass
class Model:
    """All that should be stored."""

    comments: dict[str, Known] = field(default_factory=dict)
    pages: dict[tuple[int, str], datetime] = field(default_factory=dict)
    receipts: dict[tuple[int, str], tuple[str, str, datetime]] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)
    linked: list[Line] = field(default_factory=list)
    reveals: list[datetime] = field(default_factory=list)
    wishes: dict[tuple[int, str], str] = field(default_factory=dict)

    def live(self, site: int, mark: str, at: datetime) -> tuple[str, str] | None:
        """Digest and comment of a receipt that has not expired."""
        digest, comment, expires = self.receipts.get((site, mark), ("", "", at))
        return (digest, comment) if expires > at else None

    def submit(self, site: Site, said: Submission, at: datetime) -> str:
        """What becomes of a submission: the id of its comment, or the code of a refusal."""
        first = self.live(said.site, said.key, at) if said.key else None
        if first and first[0] != said.digest:
            return "key_reused"
        if first and first[1] in self.comments:
            return first[1]
        refusal = self._refusal(site, said, at)
        if refusal:
            return refusal
        self._accept(said, at)
        return said.id

    def _refusal(self, site: Site, said: Submission, at: datetime) -> str:
        if self.live(said.site, said.digest, at):
            return "duplicate"
        created, lasts = self.pages.get((said.site, said.thread), at), timedelta(days=site.close_after_days)
        if lasts and created + lasts < at:
            return "closed"
        parent = self.comments.get(said.parent or "")
        is_here = parent and (parent.said.site, parent.said.thread) == (said.site, said.thread)
        return "parent" if said.parent and not is_here else ""

    def _accept(self, said: Submission, at: datetime) -> None:
        self.receipts[said.site, said.digest] = (said.digest, said.id, at + TEXT_LASTS)
        if said.key:
            self.receipts[said.site, said.key] = (said.digest, said.id, at + KEY_LASTS)
        self.pages.setdefault((said.site, said.thread), at)
        author = said.author
        self.comments[said.id] = Known(
            said, at, bool(author.fingerprint), fingerprint=author.fingerprint, network=said.arrival.network, name=author.name,
            body=said.body,
        )  # fmt: skip
        self.loose.append(Line(said.site, said.id, "author", "submit", None, Status.RECEIVED, 1, at))

    def waiting(self, at: datetime) -> dict[str, Known]:
        """What a worker may claim."""
        received = {i: c for i, c in self.comments.items() if c.status is Status.RECEIVED}
        return {i: c for i, c in received.items() if c.leased is None or c.leased < at}

    def move(self, identifier: str, after: Status, by: tuple[str, str], at: datetime) -> Known:
        """One step of a comment, by (who, action)."""
        known = self.comments[identifier]
        line = Line(known.said.site, identifier, *by, known.status, after, known.version + 1, at)
        self.loose.append(line)
        known.status, known.version, known.changed, known.leased = after, line.version, at, None
        return known

    def look(self, identifier: str, who: str, at: datetime) -> None:
        """An address is opened: the comment stays as it is, and a line says so."""
        known = self.comments[identifier]
        line = Line(known.said.site, identifier, who, "reveal", known.status, known.status, known.version, at)
        self.loose.append(line)

    def decide(self, moderator: Moderator, token: str, said: Decision, at: datetime) -> list[str]:
        """What becomes of each item: empty, or its error."""
        who, action = moderator.id, said.action
        batch, outcomes = Batch(who, at), {}
        for identifier, version in sorted(set(said.items)):
            outcomes[identifier, version] = self._obstacle(identifier, version, moderator)
            if outcomes[identifier, version]:
                continue
            before = self.comments[identifier].status
            self.move(identifier, self._target(identifier, action), (who, action), at)
            known = self.comments[identifier]
            batch.steps.append(Step(identifier, before, version + 1, known.status))
            for word in known.reports.values():
                word.closed = word.closed or at
            self.batches[token] = batch
        return [outcomes[item] for item in said.items]

    def _obstacle(self, identifier: str, version: int, moderator: Moderator) -> str:
        known = self.comments.get(identifier)
        if known is None or not moderator.sees(known.said.site):
            return "not_found"
        if known.status is Status.RECEIVED:
            return "not_ready"
        return "" if known.version == version else "conflict"

    def _target(self, identifier: str, action: Action) -> Status:
        if action is not Action.RESTORE:
            return TARGETS[action]
        last = self._last(identifier)
        return last.before if last else self.comments[identifier].status

    def _last(self, identifier: str) -> Step | None:
        """The newest decision that stands."""
        steps = [s for b in self.batches.values() for s in b.steps if s.comment == identifier and not s.is_undone]
        return max(steps, key=lambda step: step.version, default=None)

    def undo(self, who: str, token: str, at: datetime) -> str | list[str]:
        """Why it is refused, or the errors of its items (sorted)."""
        batch = self.batches.get(token)
        if batch is None or batch.moderator != who or not batch.steps:
            return "not_found"
        if batch.at + UNDO_LASTS < at or batch.steps[0].is_undone:
            return "stale"
        errors = []
        for step in batch.steps:
            step.is_undone = True
        for step in batch.steps:
            known = self.comments[step.comment]
            errors.append("" if known.version == step.version else "conflict")
            if known.version == step.version:
                self.move(step.comment, step.before, (who, "undo"), at)
                known.ask_again(batch.at)
        return sorted(errors)

    def edit(self, identifier: str, body: str, minutes: int, at: datetime) -> str:
        """Why a change is refused; empty if it is done, or none."""
        known = self.comments.get(identifier)
        if known is None:
            return "not_found"
        if known.body == body:
            return ""
        if at >= known.at + timedelta(minutes=minutes):
            return "late"
        last = self._last(identifier)
        if last and last.after is not Status.APPROVED:
            return "decided"
        self.move(identifier, Status.RECEIVED, ("author", "edit"), at)
        known.body, known.revision, known.edited, known.attempts = body, known.revision + 1, at, 0
        return ""

    def withdraw(self, identifier: str, at: datetime) -> str:
        """Why it cannot be withdrawn; empty if it is."""
        if identifier not in self.comments:
            return "not_found"
        self.take_away(identifier, ("author", "withdraw"), at)
        return ""

    def report(self, identifier: str, mark: str, at: datetime) -> str:
        """Why it is refused; empty if it is taken, counted or not."""
        known = self.comments.get(identifier)
        if known is None or known.status is not Status.APPROVED:
            return "not_found"
        before = known.reports.get(mark)
        if before is None or (before.closed and known.edited and before.closed < known.edited):
            known.reports[mark] = Word(at)
        return ""

    def erase(self, site: int, mark: str, scope: str, at: datetime) -> None:
        """Somebody is forgotten by a site; the wider of all scopes that were ever asked for counts."""
        self.loose.append(Line(site, "", "operator", "erase", None, None, 0, at))
        wide = self.wishes[site, mark] = max(self.wishes.get((site, mark), ""), scope)  # author < comments
        for identifier, known in self._of(site, mark):
            if wide == "comments":
                self.take_away(identifier, ("operator", "erase"), at)
            else:
                line = Line(site, identifier, "operator", "erase", known.status, known.status, known.version, at)
                self.loose.append(line)
                known.fingerprint = known.name = known.network = ""
                known.has_contact = False

    def take_away(self, identifier: str, by: tuple[str, str], at: datetime) -> None:
        """A comment goes, with what was decided on it."""
        known = self.comments.pop(identifier)
        self.loose.append(Line(known.said.site, identifier, *by, known.status, None, known.version + 1, at))
        for batch in self.batches.values():
            batch.steps = [step for step in batch.steps if step.comment != identifier]

    def _of(self, site: int, mark: str) -> list[tuple[str, Known]]:
        return [(i, c) for i, c in self.comments.items() if (c.said.site, c.fingerprint) == (site, mark)]

    def forget(self, sites: Iterable[Site], at: datetime) -> None:
        """What is too old goes."""
        cuts = {0: at - timedelta(days=365)}
        for site in sites:
            keeping = site.keeping
            for days, step in ((keeping.refused, self._refused), (keeping.network, self._networks), (keeping.email, self._addresses)):  # fmt: skip
                if days:
                    own = [(i, c) for i, c in self.comments.items() if c.said.site == site.id]
                    step(own, at - timedelta(days=days), at)
            if keeping.audit:
                cuts[site.id] = at - timedelta(days=keeping.audit)
        gone = [line for line in self.linked if line.site in cuts and line.at < cuts[line.site]]
        self.linked = [line for line in self.linked if line not in gone]

    def _refused(self, own: list[tuple[str, Known]], before: datetime, at: datetime) -> None:
        for identifier, known in own:
            if known.status in FINAL and (known.changed or known.at) < before:
                self.take_away(identifier, ("machine", "expire"), at)

    def _networks(self, own: list[tuple[str, Known]], before: datetime, _at: datetime) -> None:
        for _, known in own:
            if known.at < before:
                known.network = ""
            old = {mark: word for mark, word in known.reports.items() if word.at < before}
            for mark, word in old.items():
                del known.reports[mark]
                if word.closed is None:
                    known.reports[f"nowhere {mark}"] = word

    def _addresses(self, own: list[tuple[str, Known]], before: datetime, _at: datetime) -> None:
        around = {known.fingerprint for _, known in own if known.at >= before}
        for _, known in own:
            if known.has_contact and known.at < before and known.fingerprint not in around:
                known.has_contact, known.fingerprint = False, ""

    def public(self) -> Iterator[tuple[int, str, list[str]]]:
        """The approved comments of each page, in order."""
        for site, url in self.pages:
            here = [(c.at, i) for i, c in self.comments.items() if (c.said.site, c.said.thread) == (site, url) and c.status is Status.APPROVED]  # fmt: skip
            yield site, url, [identifier for _, identifier in sorted(here)]
