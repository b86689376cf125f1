"""Notes about authors, for colleagues. They go when their author is erased."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from moderation.domain.comment import NOBODY, Comment
from moderation.domain.desk import Note
from moderation.domain.identity import NOISE, identify
from moderation.store.tables import notes

MOST = 20


def add(connection: sa.Connection, comment: Comment, moderator: str, body: str, at: datetime) -> Note:
    """Keep a note beside a comment, about its author."""
    identifier = identify(at, secrets.token_bytes(NOISE))
    note = Note(comment.site, identifier, comment.author.fingerprint, comment.id, moderator, body, at)
    connection.execute(sa.insert(notes), asdict(note))
    return note


def find_many(connection: sa.Connection, shown: Iterable[Comment]) -> dict[str, tuple[Note, ...]]:
    """The newest notes about the authors of some comments, by comment; of an unknown author, those beside the comment."""
    shown = tuple(shown)
    if not shown:
        return {}
    authors = {comment.author.fingerprint for comment in shown} - {NOBODY}
    about = sa.or_(notes.c.fingerprint.in_(authors), notes.c.comment.in_([comment.id for comment in shown]))
    here = notes.c.site.in_({comment.site for comment in shown}), about
    rows = connection.execute(sa.select(notes).where(*here).order_by(notes.c.id.desc()).limit(MOST * len(shown)))
    found = [Note(**row) for row in rows.mappings()]
    return {comment.id: tuple(one for one in found if _is_about(one, comment))[:MOST] for comment in shown}


def _is_about(note: Note, comment: Comment) -> bool:
    author = comment.author.fingerprint
    if note.site != comment.site:
        return False
    return note.comment == comment.id if author == NOBODY else note.fingerprint == author
