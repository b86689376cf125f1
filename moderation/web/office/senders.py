"""Who is blocked, and who is trusted: by author, mail domain, or network. Of an address that is typed here, a fingerprint stays."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Response

from moderation.domain.block import REASON, Block, Effect, Kind
from moderation.domain.errors import InvalidError
from moderation.domain.moderator import Role
from moderation.domain.rulebook import ordered
from moderation.domain.site import Site
from moderation.services import rules, whom
from moderation.store import rulebooks
from moderation.store.engine import Connection
from moderation.web import current
from moderation.web.console import door
from moderation.web.office import desk, trial
from moderation.web.office.sheet import Sheet
from moderation.web.office.trial import Trial
from moderation.web.words import office as words

MOST = 1_000  # entries of a list

blueprint = door.room("senders")


@blueprint.get("/console/sites/<key>/senders")
@door.needs(Role.ADMIN)
def get_senders(key: str) -> Response:
    """All entries."""
    return _page(desk.own(key), Sheet({}))


@blueprint.post("/console/sites/<key>/senders")
@door.needs(Role.ADMIN)
def post_sender(key: str) -> Response:
    """Block or trust somebody, whatever was said of them before; or say first what that would have touched."""
    site, sheet = desk.own(key), Sheet.sent()
    entry = _entry(site, sheet)
    if entry is None:
        return _page(site, sheet)
    try:
        if sheet.get("step") == "try":
            return _page(site, sheet, trial=_tried(site, entry))
        line = desk.line(entry.effect, entry.kind)
        current.context().database.write(lambda c: rules.put(c, site, entry, line))
    except InvalidError:
        sheet.fault("value", words.FAULTS["no_author"])
        return _page(site, sheet)
    return desk.back("senders.get_senders", "added", key=key)


@blueprint.post("/console/sites/<key>/senders/remove")
@door.needs(Role.ADMIN)
def post_removal(key: str) -> Response:
    """Neither block nor trust somebody any more. Safe to run again."""
    site, sheet = desk.own(key), Sheet.sent()
    kind = Kind(sheet.choice("kind", [one.value for one in Kind]))
    entry = Block(kind, sheet.line("value", desk.FAULTY), Effect.BLOCK)
    if entry.value:
        current.context().database.write(lambda c: _remove(c, site, entry))
    return desk.back("senders.get_senders", "removed", key=key)


def _remove(connection: Connection, site: Site, entry: Block) -> None:
    known = {(one.kind, one.value) for one in rulebooks.find(connection, site.id).blocks}
    if (entry.kind, entry.value) in known:  # what else was sent is nobody, or a comment's id
        rules.remove(connection, site, entry, desk.line("unblock", entry.kind))


def _entry(site: Site, sheet: Sheet) -> Block | None:
    kind = Kind(sheet.choice("kind", [one.value for one in Kind]))
    effect = Effect(sheet.choice("effect", [one.value for one in Effect]))
    value = sheet.read(
        "value", lambda typed: whom.read(current.context().fingerprints, site.id, kind, typed), words.FAULTS[kind.value]
    )
    reason, ends = sheet.line("reason", REASON), sheet.read("until", _until, words.FAULTS["until"])
    if len(_book_blocks(site)) >= MOST:
        sheet.fault("value", words.FAULTS["full"])
    return None if sheet.faults or value is None else Block(kind, value, effect, reason, ends)


def _until(typed: str) -> datetime | None:
    if not typed:
        return None
    ends = datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC)
    if ends <= current.now():
        raise ValueError("over")
    return ends


def _tried(site: Site, entry: Block) -> Trial:
    with current.context().database.read() as connection:
        book = rulebooks.find(connection, site.id)
        (resolved,) = rules.resolve(connection, site, [entry])
    _, blocks = ordered((), (*book.blocks, resolved))
    return trial.of(site, replace(book, blocks=blocks))


def _book_blocks(site: Site) -> tuple[Block, ...]:
    with current.context().database.read() as connection:
        return rulebooks.find(connection, site.id).blocks


def _page(site: Site, sheet: Sheet, *, trial: Trial | None = None) -> Response:
    return desk.show("senders", sheet, site=site, blocks=_book_blocks(site), trial=trial, now=current.now())
