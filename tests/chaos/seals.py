"""I11: every address that is kept opens, and is the one that was sent; those of erased people are gone."""

from collections.abc import Iterator

import sqlalchemy as sa

from moderation.adapters import keyring
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.domain.comment import NOBODY, Contact
from moderation.store import tables
from tests.chaos.checker import Breach
from tests.chaos.house import House
from tests.chaos.load import Load


def check(house: House, load: Load) -> Iterator[Breach]:
    """Open everything with the ring of the house."""
    opener = Opener(keyring.decode_ring((house.data / "keys" / "seal.key").read_text()))
    for row in _rows(house):
        mark = load.mark.search(row.body)
        number = int(mark[1]) if mark else -1
        if number in house.erased:
            if row.sealed is not None or row.fingerprint != NOBODY:
                yield Breach("I11", "not erased", row.id)
        elif _opened(opener, row) != load.planned(number).address:
            yield Breach("I11", "does not open, or is another", row.id)


def _opened(opener: Opener, row: sa.Row[tuple[object, ...]]) -> str:
    try:
        return opener.open(Contact(row.sealed, row.key_id), binding("comment", row.id))
    except (ValueError, TypeError):
        return ""


def _rows(house: House) -> list[sa.Row[tuple[object, ...]]]:
    comments, contacts = tables.comments, tables.contacts
    both = sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id)
    columns = (comments.c.id, comments.c.body, comments.c.fingerprint, contacts.c.sealed, contacts.c.key_id)
    engine = sa.create_engine(house.database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.execute(sa.select(*columns).select_from(comments.outerjoin(contacts, both))))
