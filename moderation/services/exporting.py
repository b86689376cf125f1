"""Exporting: a site tells everything it has, in words that ``importing`` understands. Addresses only for an admin, audited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from moderation.adapters import markup
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.domain.audit import OPERATOR, AuditLine
from moderation.domain.comment import Status, Thread
from moderation.domain.errors import ForbiddenError, KeylessError
from moderation.domain.moderator import Moderator, Role
from moderation.domain.moved import HTML, TEXT, Page, Ruling, Said, Standing, Writer
from moderation.domain.site import Site
from moderation.store import audit, exports
from moderation.store.engine import Database
from moderation.store.exports import Row


@dataclass(frozen=True, slots=True)
class Leaving:
    """An export.

    Attributes:
        form: Of the bodies: ``TEXT`` as it was typed, or ``HTML`` as it is shown.
        admin: Who answers for the addresses in it; None: there are none in it.
        ring: Private keys, for them.
    """

    site: Site
    form: str = TEXT
    admin: Moderator | None = None
    ring: Sequence[bytes] = field(default=(), repr=False)


def export(database: Database, leaving: Leaving, at: datetime) -> Iterator[Page | Said]:
    """Each page of a site, and after it its comments in the order of their time. The audit has a line of it before the first.

    Raises:
        ForbiddenError: Addresses are asked for by somebody who is no admin of the site.
        KeylessError: The private key is not here.
    """
    admin = leaving.admin
    if admin and not (admin.rights.role is Role.ADMIN and admin.sees(leaving.site.id)):
        raise ForbiddenError
    if admin and not leaving.ring:
        raise KeylessError
    who, what = (admin.id, "export_addresses") if admin else (OPERATOR, "export")
    line = AuditLine("", at, who, what, None, None, 0)
    database.write(lambda connection: audit.append(connection, leaving.site.id, line))
    return _told(database, leaving)


def _told(database: Database, leaving: Leaving) -> Iterator[Page | Said]:
    opener, after = Opener(leaving.ring if leaving.admin else ()), -1
    while True:
        with database.read() as connection:
            found = exports.list_threads(connection, leaving.site.id, after)
        if not found:
            return
        for thread in found:
            yield Page(0, thread.url, thread.url, thread.title, thread.created_at, thread.closed)
            yield from _comments(database, leaving, thread, opener)
        after = found[-1].id


def _comments(database: Database, leaving: Leaving, thread: Thread, opener: Opener) -> Iterator[Said]:
    """Piece by piece, with nothing held in the database meanwhile: whoever reads what we write may be slow."""
    after = None
    while True:
        with database.read() as connection:
            rows = exports.list_comments(connection, thread, after)
            rulings = exports.list_rulings(connection, thread.site, [row.id for row in rows])
        if not rows:
            return
        for row in rows:
            yield _said(row, thread, rulings.get(row.id), _writer(row, opener), leaving.form)
        after = (rows[-1].submitted_at, rows[-1].id)


def _writer(row: Row, opener: Opener) -> Writer:
    contact = exports.contact_of(row)
    email = opener.open(contact, binding("comment", row.id)) if contact and opener.has(contact) else ""
    return Writer(row.name, email, row.url, row.fingerprint)


def _said(row: Row, thread: Thread, ruling: Row | None, writer: Writer, form: str) -> Said:
    body = row.body if form == TEXT else row.body_html or markup.paragraphs(row.body)
    return Said(
        0, row.id, thread.url, row.answers or "", writer, body, row.submitted_at, Status(row.status), form, row.edited_at,
        Standing(
            row.staff, row.pinned_at, row.picked_at, row.reports, row.revision, row.language,
            Ruling(ruling.action, ruling.reason, ruling.before, ruling.decided_at) if ruling else None,
        ),
    )  # fmt: skip


FORMS = {"jsonl": TEXT, "wxr": HTML}  # what each format can carry
