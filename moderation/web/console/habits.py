"""What a moderator has chosen of the console: how it is worked with, not what it does."""

from dataclasses import asdict, dataclass, fields

from moderation.store import moderators
from moderation.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Habits:
    """Choices of a person.

    Attributes:
        keys: Whether single keys decide (WCAG 2.1.4: they can be switched off).
        cover: Whether harsh texts are covered until they are asked for.
        harm: Minutes of harsh texts after which a break is proposed; 0: never. How many there were, only their browser knows.
        work: The same of any work.
    """

    keys: bool = True
    cover: bool = True
    harm: int = 20
    work: int = 50


def read(connection: Connection, moderator: str) -> Habits:
    """A person's choices; what they have not chosen is as for everybody."""
    chosen = moderators.choices_of(connection, moderator)
    return Habits(**{field.name: chosen[field.name] for field in fields(Habits) if field.name in chosen})


def write(connection: Connection, moderator: str, habits: Habits) -> None:
    """Keep them. Safe to run again."""
    present = moderators.choices_of(connection, moderator)
    moderators.change(connection, moderator, choices={**present, **asdict(habits)})
