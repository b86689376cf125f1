"""The audit of a comment, line by line, with the names of those who acted."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.decision import AuditLine
from moderation.store import moderators
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
    """

    line: AuditLine
    what: str
    why: str
    who: str


def entries(connection: Connection, lines: Sequence[AuditLine]) -> tuple[Entry, ...]:
    """All lines, oldest first."""
    names = {who: _name(connection, who) for who in {line.who for line in lines}}
    return tuple(_entry(line, names[line.who]) for line in lines)


def _entry(line: AuditLine, who: str) -> Entry:
    say = current.words().gettext
    what = vocabulary.DONE.get(line.action, line.action)
    return Entry(
        line, say(what), say(vocabulary.REASONS[line.reason]) if line.reason in vocabulary.REASONS else "", who
    )


def _name(connection: Connection, who: str) -> str:
    if who in vocabulary.DECIDERS:
        return current.words().gettext(vocabulary.DECIDERS[who])
    person = moderators.find(connection, who)
    return person.name if person else current.words().gettext(GONE)
