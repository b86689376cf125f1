"""Everything that is sealed, of readers and of moderators, for those who change its key."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from moderation.domain.comment import Contact
from moderation.store.tables import contacts, moderators

Place = tuple[int, str]
START: Place = (-1, "")
STAFF = 0  # in the place of a site: moderators belong to none


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed address and the row it is in.

    Attributes:
        site: Number of the site; ``STAFF`` for a moderator's login.
        id: Of the comment, or of the moderator.
    """

    site: int
    id: str
    contact: Contact

    @property
    def purpose(self) -> str:
        """What it is bound to besides its row."""
        return "moderator" if self.site == STAFF else "comment"


def count_by_key(connection: sa.Connection) -> dict[str, int]:
    """How many addresses are sealed for each key, by the key's id."""
    counts: dict[str, int] = {}
    for table in (contacts, moderators):
        statement = sa.select(table.c.key_id, sa.func.count()).where(sa.func.length(table.c.sealed) > 0)
        for key_id, count in connection.execute(statement.group_by(table.c.key_id)):
            counts[key_id] = counts.get(key_id, 0) + count
    return counts


def list_others(connection: sa.Connection, key_id: str, after: Place, limit: int) -> tuple[Sealed, ...]:
    """What is sealed for other keys than this one, in the order of its place."""
    of_staff = sa.select(sa.literal(STAFF).label("site"), moderators.c.id, moderators.c.sealed, moderators.c.key_id)
    of_staff = of_staff.where(moderators.c.key_id != key_id, sa.func.length(moderators.c.sealed) > 0)
    of_readers = sa.select(contacts.c.site, contacts.c.comment, contacts.c.sealed, contacts.c.key_id)
    of_readers = of_readers.where(contacts.c.key_id != key_id)
    if after[0] > STAFF:
        place = sa.tuple_(contacts.c.site, contacts.c.comment) > sa.tuple_(*map(sa.literal, after))
        statement = of_readers.where(place).order_by(contacts.c.site, contacts.c.comment)
    else:
        statement = of_staff.where(moderators.c.id > (after[1] if after[0] == STAFF else "")).order_by(moderators.c.id)
    rows = connection.execute(statement.limit(limit)).all()
    if not rows and after[0] <= STAFF:
        return list_others(connection, key_id, (STAFF + 1, ""), limit)
    return tuple(Sealed(site, identifier, Contact(sealed, key)) for site, identifier, sealed, key in rows)


def replace(connection: sa.Connection, changed: Sequence[tuple[Sealed, Contact]]) -> int:
    """Put new seals in the place of those that were seen; how many. What was changed or erased meanwhile stays as it is."""
    done = 0
    for old, new in changed:
        if old.site == STAFF:
            where = moderators.c.id == old.id, moderators.c.sealed == old.contact.sealed
            statement = sa.update(moderators).where(*where)
        else:
            where = contacts.c.site == old.site, contacts.c.comment == old.id
            statement = sa.update(contacts).where(*where, contacts.c.sealed == old.contact.sealed)
        done += connection.execute(statement.values(sealed=new.sealed, key_id=new.key_id)).rowcount
    return done
