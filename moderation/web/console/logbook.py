"""The audit of a comment, line by line, with the names of those who acted."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment
from moderation.store import decisions, moderators
from moderation.store.engine import Connection
from moderation.web import current
from moderation.web.words import N_
from moderation.web.words import review as vocabulary

GONE = N_("a former moderator")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in words.

    Attributes:
        what: What was done.
        why: The reason of a rejection; empty otherwise.
        who: A person's name, or in words who else it was.
        note: What they noted for colleagues; empty if nothing.
    """

    line: AuditLine
    what: str
    why: str
    who: str
    note: str = ""


def entries(connection: Connection, comment: Comment, lines: Sequence[AuditLine]) -> tuple[Entry, ...]:
    """Lines of a comment, oldest first."""
    names = {who: _name(connection, who) for who in {line.who for line in lines}}
    notes = decisions.notes_of(connection, comment)
    return tuple(_entry(line, names[line.who], notes.get(line.version, "")) for line in lines)


def _entry(line: AuditLine, who: str, note: str) -> Entry:
    say = current.words().gettext
    what = vocabulary.DONE.get(line.action, line.action)
    why = say(vocabulary.REASONS[line.reason]) if line.reason in vocabulary.REASONS else ""
    return Entry(line, say(what), why, who, note)


def _name(connection: Connection, who: str) -> str:
    if who in vocabulary.DECIDERS:
        return current.words().gettext(vocabulary.DECIDERS[who])
    person = moderators.find(connection, who)
    return person.name if person else current.words().gettext(GONE)
