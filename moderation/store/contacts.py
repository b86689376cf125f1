"""Sealed addresses, in a table of their own: what lists comments has no reason to touch them."""

import sqlalchemy as sa

from moderation.domain.comment import Contact, Submission
from moderation.store.prepared import Prepared
from moderation.store.tables import contacts


def keep(connection: sa.Connection, submission: Submission, contact: Contact) -> None:
    """Keep the sealed address of a submission beside its comment."""
    _ADD.change(
        connection,
        {
            "site": submission.site,
            "comment": submission.id,
            "masked": submission.author.email_masked,
            "sealed": contact.sealed,
            "key_id": contact.key_id,
        },
    )


def find(connection: sa.Connection, site: int, comment: str) -> Contact | None:
    """The sealed address of a comment, if it has one."""
    statement = sa.select(contacts).where(contacts.c.site == site, contacts.c.comment == comment)
    row = connection.execute(statement).one_or_none()
    return Contact(row.sealed, row.key_id) if row else None


_ADD = Prepared(sa.insert(contacts))
