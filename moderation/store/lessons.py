"""Lessons: what people have taught a site, one for each comment; a changed mind replaces what was taught."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Comment
from moderation.store.tables import comments, is_fresh, lessons

MOST = 5000  # of a site; the newest


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson as remembered.

    Attributes:
        features: Packed; None until somebody has read the text.
        body: The text, as long as the comment is there; None afterwards.
        fresh: No model has been fitted with it.
    """

    comment: str
    spam: bool | None
    offensive: bool | None
    moderator: str
    digest: str
    features: bytes | None
    body: str | None
    fresh: bool


class Fresh(NamedTuple):
    """What no model has been fitted with: how much, and from when to when it was taught."""

    number: int = 0
    first: datetime | None = None
    last: datetime | None = None


def teach(
    connection: sa.Connection, comment: Comment, answers: tuple[bool | None, bool | None], moderator: str, at: datetime
) -> None:
    """Remember what a decision says of spam and of offence, instead of what was said before. Safe to run again."""
    if answers == (None, None):
        forget(connection, comment.site, [comment.id])
        return
    digest = sa.select(comments.c.text_digest).where(comments.c.site == comment.site, comments.c.id == comment.id)
    values = {"spam": answers[0], "offensive": answers[1], "moderator": moderator, "fresh": True, "at": at}
    here = lessons.c.site == comment.site, lessons.c.comment == comment.id
    if connection.execute(sa.update(lessons).where(*here).values(values)).rowcount == 0:
        row = {"site": comment.site, "comment": comment.id, "digest": digest.scalar_subquery(), **values}
        connection.execute(sa.insert(lessons).values(row))


def teach_text(connection: sa.Connection, site: int, lesson: Taught, at: datetime) -> bool:
    """Remember what was said of a text that is no comment of ours, instead of what was said before; False if that was the same."""
    said = {"spam": lesson.spam, "offensive": lesson.offensive}
    here = lessons.c.site == site, lessons.c.comment == lesson.comment
    known = [lessons.c[name].is_not_distinct_from(answer) for name, answer in said.items()]
    if connection.execute(sa.select(lessons.c.site).where(*here, *known)).first():
        return False
    values = {**said, "moderator": lesson.moderator, "fresh": lesson.fresh, "at": at}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"site": site, "comment": lesson.comment, "digest": lesson.digest, "features": lesson.features, **values}
    keys = ["site", "comment"]
    connection.execute(dialect.insert(lessons).values(row).on_conflict_do_update(index_elements=keys, set_=values))
    return True


def enter(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many lessons at once, of comments that have none. Safe to run again."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    if rows:
        connection.execute(dialect.insert(lessons).on_conflict_do_nothing(index_elements=["site", "comment"]), rows)


def taught(connection: sa.Connection, site: int, identifiers: Sequence[str]) -> set[str]:
    """Which of some comments have a lesson."""
    statement = sa.select(lessons.c.comment).where(lessons.c.site == site, lessons.c.comment.in_(identifiers))
    return set(connection.execute(statement).scalars())


def forget(connection: sa.Connection, site: int, identifiers: Sequence[str]) -> None:
    """Take lessons back. What a model has learnt of them stays until it is fitted again. Safe to run again."""
    connection.execute(sa.delete(lessons).where(lessons.c.site == site, lessons.c.comment.in_(identifiers)))


def waiting(connection: sa.Connection) -> tuple[int, ...]:
    """Sites with lessons that no model has been fitted with."""
    return tuple(connection.execute(sa.select(lessons.c.site).where(is_fresh).distinct()).scalars())


def fresh(connection: sa.Connection, site: int, after: datetime | None = None) -> Fresh:
    """What was taught since a moment that no model has been fitted with."""
    at = lessons.c.at
    statement = sa.select(sa.func.count(), sa.func.min(at, type_=at.type), sa.func.max(at, type_=at.type))
    later = [at > after] if after else []
    return Fresh(*connection.execute(statement.where(lessons.c.site == site, is_fresh, *later)).one())


def tally(connection: sa.Connection, site: int) -> dict[str, int]:
    """How many lessons say that something is ``spam``, ``ham``, ``offensive``, ``clean``: each comment once, whatever was said before."""
    said = {
        "spam": lessons.c.spam,
        "ham": sa.not_(lessons.c.spam),
        "offensive": lessons.c.offensive,
        "clean": sa.not_(lessons.c.offensive),
    }
    columns = [sa.func.count(sa.case((answer, 1))).label(name) for name, answer in said.items()]
    return dict(connection.execute(sa.select(*columns).where(lessons.c.site == site)).mappings().one())


def list_unread(connection: sa.Connection, site: int) -> dict[str, str]:
    """The texts of fresh lessons whose features nobody has kept yet, by comment."""
    unread = lessons.c.site == site, is_fresh, lessons.c.features.is_(None)
    rows = connection.execute(
        sa.select(lessons.c.comment, comments.c.body).join(comments, _SAME).where(*unread).limit(MOST)
    )
    return {row.comment: row.body for row in rows}


def list_newest(connection: sa.Connection, site: int, *, only_fresh: bool = False) -> tuple[Taught, ...]:
    """The newest lessons of a site, at most ``MOST``, oldest first; or only those no model has been fitted with."""
    statement = (
        sa.select(lessons, comments.c.body)
        .select_from(lessons.outerjoin(comments, _SAME))
        .where(lessons.c.site == site, is_fresh if only_fresh else sa.true())
        .order_by(lessons.c.at.desc(), lessons.c.comment)
        .limit(MOST)
    )
    rows = reversed(connection.execute(statement).all())
    return tuple(
        Taught(row.comment, row.spam, row.offensive, row.moderator, row.digest, row.features, row.body, row.fresh)
        for row in rows
    )


def keep_features(connection: sa.Connection, site: int, packed: Iterable[tuple[str, bytes]]) -> None:
    """Keep what was read, so that lessons outlive their comments. Safe to run again."""
    statement = sa.update(lessons).where(lessons.c.site == site, lessons.c.comment == sa.bindparam("which"))
    rows = [{"which": comment, "features": features} for comment, features in packed]
    if rows:
        connection.execute(statement.values(features=sa.bindparam("features")), rows)


def mark_fitted(connection: sa.Connection, site: int, fitted: Iterable[Taught]) -> None:
    """These are in a model now; one that was taught otherwise meanwhile is not."""
    statement = sa.update(lessons).where(
        lessons.c.site == site,
        lessons.c.comment == sa.bindparam("which"),
        lessons.c.spam.is_not_distinct_from(sa.bindparam("spam_", type_=sa.Boolean)),
        lessons.c.offensive.is_not_distinct_from(sa.bindparam("offensive_", type_=sa.Boolean)),
    )
    rows = [{"which": one.comment, "spam_": one.spam, "offensive_": one.offensive} for one in fitted]
    if rows:
        connection.execute(statement.values(fresh=False), rows)


_SAME = sa.and_(comments.c.site == lessons.c.site, comments.c.id == lessons.c.comment)
