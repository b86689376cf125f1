"""First approvals: decisions to publish that wait for somebody else's. They stand as long as nothing has been decided since."""

from collections.abc import Iterable

import sqlalchemy as sa

from moderation.domain.approval import First, ordered
from moderation.domain.comment import Comment
from moderation.store.comments import ids_by_site
from moderation.store.tables import comments, decisions, reports, sites

CHOICE = "two_approvals"  # of a site, as in its rulebook


def chosen_by(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What sites publish by two people alone, by their numbers; those that choose nothing are left out."""
    statement = sa.select(sites.c.id, sites.c.choices).where(sites.c.id.in_(list(numbers)))
    chosen = {row.id: ordered(row.choices.get(CHOICE, ())) for row in connection.execute(statement)}
    return {site: categories for site, categories in chosen.items() if categories}


def list_reported(connection: sa.Connection, found: Iterable[Comment]) -> frozenset[str]:
    """Which of some comments readers have ever reported."""
    return frozenset(
        identifier
        for site, ours in ids_by_site(found).items()
        for identifier in connection.execute(
            sa.select(reports.c.comment).where(reports.c.site == site, reports.c.comment.in_(ours)).distinct()
        ).scalars()
    )


def standing(connection: sa.Connection, found: Iterable[Comment]) -> dict[str, First]:
    """The first approvals of some comments, by comment; one of a text that was changed since is none."""
    present = {comment.id: comment for comment in found}
    last = {
        row.comment: row
        for site, ours in ids_by_site(present.values()).items()
        for row in connection.execute(_decided(site, ours))
    }
    return {
        identifier: First(identifier, row.moderator)
        for identifier, row in last.items()
        if row.first and row.after == present[identifier].status and not _was_changed(present[identifier], row)
    }


def _was_changed(comment: Comment, row: sa.Row[tuple[object, ...]]) -> bool:
    return comment.edited_at is not None and comment.edited_at >= row.decided_at


def _decided(site: int, ours: list[str]) -> sa.Select[tuple[object, ...]]:
    """What was decided on them and stands, the latest last."""
    columns = (
        decisions.c.comment, decisions.c.moderator, decisions.c.first, decisions.c.after, decisions.c.decided_at,
    )  # fmt: skip
    here = decisions.c.site == site, decisions.c.comment.in_(ours), decisions.c.undone_at.is_(None)
    return sa.select(*columns).where(*here).order_by(decisions.c.version)


def said_by(moderator: str) -> sa.Exists:
    """Whether a comment waits for somebody else because this person has said "publish"."""
    same = decisions.c.site == comments.c.site, decisions.c.comment == comments.c.id
    now = decisions.c.version == comments.c.version
    mine = decisions.c.first, decisions.c.undone_at.is_(None), decisions.c.moderator == moderator
    return sa.exists().where(*same, now, *mine).correlate(comments)
