"""Learning: a decision is a lesson in the same transaction; fitting models with lessons is done by and by, in a worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from moderation.domain.comment import Comment, Status
from moderation.learning import model
from moderation.learning.features import weigh
from moderation.learning.model import Base
from moderation.learning.teaching import Fitted, fit
from moderation.services.compare import compare
from moderation.services.estimate import answers_of, head_of, packed, parts_of
from moderation.store import lessons, models
from moderation.store.engine import Connection, Database
from moderation.store.lessons import Fresh, Taught
from moderation.store.models import Version

OFFENCES = frozenset({"insult", "hate", "threat", "sexual"})
ADVERTISING = "advertising"
STEPS = 5, 200  # new lessons until a model is fitted again: a fifth of those it knows, but not fewer or more than these
QUIET = timedelta(seconds=60)  # after which a few are enough
log = structlog.get_logger()


def answers(after: Status, reason: str) -> tuple[bool | None, bool | None]:
    """What a decision says of spam and of offence; None where it says nothing."""
    if after is Status.APPROVED:
        return False, False
    if after is Status.SPAM or (after is Status.REJECTED and reason == ADVERTISING):
        return True, None
    if after is Status.REJECTED and reason in OFFENCES:
        return False, True
    return None, None


def teach(connection: Connection, comment: Comment, said: tuple[Status, str], moderator: str, at: datetime) -> None:
    """Learn from a decision (the status it led to, and its reason), instead of from an earlier one. Safe to run again."""
    lessons.teach(connection, comment, answers(*said), moderator, at)


def teach_text(
    connection: Connection, site: int, said: tuple[str, str], answer: tuple[bool, str], at: datetime
) -> bool:
    """Learn from what an outsider says of a text that is no comment of ours; False if that is known. Safe to run again.

    Args:
        connection: A writing transaction.
        site: Whose filter is taught.
        said: The text, and its keyed hash within the site; of the text only features are kept.
        answer: Whether it is spam, and who says so.
        at: Now.
    """
    (body, digest), (spam, who) = said, answer
    lesson = Taught(f"{who}-{digest}", spam, None, who, digest, packed([body])[0], None, fresh=True)
    return lessons.teach_text(connection, site, lesson, at)


@dataclass(frozen=True, slots=True)
class School:
    """Where models are fitted."""

    database: Database
    base: Base

    def learn(self, at: datetime) -> int:
        """Read what was taught, and fit what is due; how many models were made. Safe to run again, and by many at once."""
        with self.database.read() as connection:
            waiting = lessons.waiting(connection)
        return sum(self._site(site, at) for site in waiting)

    def _site(self, site: int, at: datetime) -> bool:
        self._read_texts(site)
        with self.database.read() as connection:
            versions = models.list_all(connection, site)
            if not _is_due(lessons.fresh(connection, site, versions[0].made_at if versions else None), versions, at):
                return False
            taught = tuple(one for one in lessons.list_newest(connection, site) if one.features)
            champion = head_of(connection, site, models.live(connection, site, self.base.digest))
        features = weigh(parts_of(taught), self.base.rarity)
        fitted = fit(self.base, features, [answers_of(one) for one in taught])
        figures = compare(self.base, champion, fitted, (features, taught))
        return self._keep(site, fitted, figures, taught, at)

    def _read_texts(self, site: int) -> None:
        """Keep the features of lessons beside them, as long as their texts are there."""
        with self.database.read() as connection:
            unread = lessons.list_unread(connection, site)
        if unread:
            named = list(zip(unread, packed(list(unread.values())), strict=True))
            self.database.write(lambda connection: lessons.keep_features(connection, site, named))

    def _keep(
        self, site: int, fitted: Fitted, figures: Mapping[str, Any], taught: Sequence[Taught], at: datetime
    ) -> bool:
        """Let the challenger judge from now on; if it did worse than the champion, only remember that it was tried."""
        is_worse = any(one["is_worse"] for one in figures.values())

        def work(connection: Connection) -> bool:
            last = models.list_all(connection, site)
            version = Version(
                last[0].version + 1 if last else 1, self.base.digest, len(taught), figures, at, at if is_worse else None
            )
            made = models.add(connection, site, version, model.write_head(fitted.head))
            if made and not is_worse:
                lessons.mark_fitted(connection, site, taught)
            return made

        made = self.database.write(work)
        log.info("model_fitted", site=site, lessons=len(taught), swapped=made and not is_worse)
        return made


def due(known: int) -> int:
    """How many new lessons are enough to fit a model again that knows so many."""
    return min(max(known // 5, STEPS[0]), STEPS[1])


def _is_due(fresh: Fresh, versions: Sequence[Version], at: datetime) -> bool:
    """Whether enough was taught since a model was made last, or a few lessons have waited for a while."""
    known = versions[0].lessons if versions else 0
    return fresh.number >= due(known) or (fresh.first is not None and fresh.first <= at - QUIET)
