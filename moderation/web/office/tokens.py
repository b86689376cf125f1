"""API tokens of one's own: made and shown once, listed, revoked."""

from flask import Response

from moderation.domain.audit import HOUSE
from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Role
from moderation.services import people
from moderation.store import access, audit
from moderation.store.engine import Connection
from moderation.web import current
from moderation.web.console import door
from moderation.web.office import desk
from moderation.web.office.sheet import Sheet
from moderation.web.words import office as words

MOST = 20  # tokens of one person

blueprint = door.room("tokens")


@blueprint.get("/console/tokens")
@door.needs(Role.VIEWER)
def get_tokens() -> Response:
    """One's own tokens: by id, for what they open is kept as a digest only."""
    return _page(Sheet({}))


@blueprint.post("/console/tokens")
@door.needs(Role.VIEWER)
def post_token() -> Response:
    """A new one, shown on the page that answers, and nowhere again."""
    person, at, sheet = door.moderator(), current.now(), Sheet.sent()

    def make(connection: Connection) -> str:
        audit.append(connection, HOUSE, desk.line("token", f"added {person.id}"))
        return people.create_own_token(connection, person, at)

    if len(_list()) >= MOST:
        sheet.fault("token", words.FAULTS["full"])
        return _page(sheet)
    return _page(sheet, made=current.context().database.write(make))


@blueprint.post("/console/tokens/remove")
@door.needs(Role.VIEWER)
def post_removal() -> Response:
    """End one of one's own."""
    person, at, token = door.moderator(), current.now(), Sheet.sent().line("token", 40)

    def revoke(connection: Connection) -> bool:
        done = access.revoke_token(connection, token, at, person.id)
        if done:
            audit.append(connection, HOUSE, desk.line("token", f"removed {token}"))
        return done

    if not token or not current.context().database.write(revoke):
        raise NotFoundError("token")
    return desk.back("tokens.get_tokens", "removed")


def _list() -> tuple[tuple[str, object], ...]:
    with current.context().database.read() as connection:
        return access.list_own_tokens(connection, door.moderator().id)


def _page(sheet: Sheet, made: str = "") -> Response:
    return desk.show("tokens", sheet, tokens=_list(), made=made)
