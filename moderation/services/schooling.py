"""What people decided elsewhere teaches the filter here: the newest of it, once."""

from collections.abc import Sequence
from datetime import datetime

from moderation.adapters.fingerprints import Fingerprints
from moderation.domain import text
from moderation.domain.audit import OPERATOR
from moderation.domain.comment import Status
from moderation.services.estimate import packed
from moderation.services.learn import answers
from moderation.store import imports, lessons
from moderation.store.engine import Database
from moderation.store.imports import Origin

MOST = 1_500  # of each answer: there must be room for what the site's own moderators say
PIECE = 100  # lessons in one transaction
READ = 10_000  # code points of a text, as much as the door takes


def teach(database: Database, origin: Origin, fingerprints: Fingerprints, at: datetime) -> int:
    """Make lessons of the newest comments that were published, or called spam, elsewhere; how many. Safe to run again.

    A worker fits a model with them afterwards, once.
    """
    made = 0
    for status in (Status.APPROVED, Status.SPAM):
        with database.read() as connection:
            newest = imports.list_newest(connection, origin, status, MOST)
            known = lessons.taught(connection, origin.site, [identifier for identifier, _ in newest])
        fresh = [(identifier, body[:READ]) for identifier, body in newest if identifier not in known]
        for start in range(0, len(fresh), PIECE):
            rows = _rows(fresh[start : start + PIECE], status, origin, fingerprints, at)
            database.write(lambda connection, rows=rows: lessons.enter(connection, rows))  # type: ignore[misc]
        made += len(fresh)
    return made


def _rows(
    some: Sequence[tuple[str, str]], status: Status, origin: Origin, fingerprints: Fingerprints, at: datetime
) -> list[dict[str, object]]:
    spam, offensive = answers(status, "")
    features = packed([body for _, body in some])
    return [
        {
            "site": origin.site,
            "comment": identifier,
            "spam": spam,
            "offensive": offensive,
            "moderator": OPERATOR,
            "digest": fingerprints.text(origin.site, text.read(body).squeezed),
            "features": one,
            "fresh": True,
            "at": at,
        }
        for (identifier, body), one in zip(some, features, strict=True)
    ]
