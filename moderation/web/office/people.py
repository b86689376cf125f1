"""Who may look and decide: let in with a password that is shown once, changed, and let go."""

from flask import Response

from moderation.adapters import addresses, passwords
from moderation.domain.errors import ForbiddenError, LastAdminError, NotFoundError, TakenError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.services import people, staff
from moderation.web import current
from moderation.web.console import door
from moderation.web.fields import NAME
from moderation.web.office import desk
from moderation.web.office.sheet import Sheet
from moderation.web.words import office as words
from moderation.web.words.refusals import TITLES

ALL = "all"
ROLES = ("moderator", "viewer", "admin")

blueprint = door.room("people")


@blueprint.get("/console/people/")
@door.needs(Role.ADMIN)
def get_people() -> Response:
    """Everybody this admin may change."""
    return _page(Sheet({}))


@blueprint.post("/console/people/")
@door.needs(Role.ADMIN)
def post_person() -> Response:
    """Let somebody in; the page that answers shows their password, and no other page ever does."""
    sheet, ctx, admin, at = Sheet.sent(), current.context(), door.moderator(), current.now()
    address = sheet.read("email", addresses.canonical, words.FAULTS["email"])
    name, rights = sheet.line("name", NAME, required=True), _rights(sheet)
    if sheet.faults or address is None or rights is None:
        return _page(sheet)
    who, password = people.newcomer(ctx.sealer, ctx.fingerprints, address, (name, rights), at), passwords.make()
    stored = passwords.hashed(password)
    try:
        ctx.database.write(lambda c: staff.admit(c, admin, who, stored, at))
    except TakenError:
        sheet.fault("email", str(TITLES["taken"]))
        return _page(sheet)
    return _page(Sheet({}), made=(who[0].name, password))


@blueprint.get("/console/people/<identifier>")
@door.needs(Role.ADMIN)
def get_person(identifier: str) -> Response:
    """One person, and what can be changed."""
    person = _find(identifier)
    return _one(person, _written(person))


@blueprint.post("/console/people/<identifier>")
@door.needs(Role.ADMIN)
def post_rights(identifier: str) -> Response:
    """Change what somebody may."""
    person, sheet, admin, at = _find(identifier), Sheet.sent(), door.moderator(), current.now()
    rights = _rights(sheet)
    if rights is None:
        return _one(person, sheet)
    try:
        current.context().database.write(lambda c: staff.reform(c, admin, identifier, rights, at))
    except LastAdminError:
        sheet.fault("role", str(TITLES["last_admin"]))
        return _one(person, sheet)
    return desk.back("people.get_people", "saved")


@blueprint.post("/console/people/<identifier>/password")
@door.needs(Role.ADMIN)
def post_password(identifier: str) -> Response:
    """A new password, shown on the page that answers, and nowhere again."""
    person, admin, at, password = _find(identifier), door.moderator(), current.now(), passwords.make()
    stored = passwords.hashed(password)
    current.context().database.write(lambda c: staff.renew(c, admin, identifier, stored, at))
    return _one(person, _written(person), made=(person.name, password))


@blueprint.post("/console/people/<identifier>/remove")
@door.needs(Role.ADMIN)
def post_removal(identifier: str) -> Response:
    """End somebody's login; their sessions and tokens end with it."""
    person, admin, at = _find(identifier), door.moderator(), current.now()
    try:
        current.context().database.write(lambda c: staff.dismiss(c, admin, identifier, at))
    except LastAdminError:
        sheet = _written(person)
        sheet.fault("role", str(TITLES["last_admin"]))
        return _one(person, sheet)
    return desk.back("people.get_people", "removed")


def _find(identifier: str) -> Moderator:
    with current.context().database.read() as connection:
        found = next((one for one in staff.visible(connection, door.moderator()) if one.id == identifier), None)
    if found is None:
        raise NotFoundError("moderator")
    return found


def _rights(sheet: Sheet) -> Rights | None:
    """The rights in a form; None if they name no site, or one that is not the admin's."""
    role = Role[sheet.choice("role", ROLES).upper()]
    chosen = frozenset(site.id for site in desk.mine() if sheet.has("sites", site.key))
    sites = None if sheet.has("sites", ALL) else chosen
    if sites is None and door.moderator().sites is not None:
        raise ForbiddenError
    if sites is not None and not sites:
        sheet.fault("sites", words.FAULTS["sites"])
        return None
    return Rights(role, sites, trusted=sheet.has("reveal", "on"))


def _written(person: Moderator) -> Sheet:
    ticked = {f"sites:{site.key}" for site in desk.mine() if person.sites and site.id in person.sites}
    ticked |= {f"sites:{ALL}"} if person.sites is None else set()
    ticked |= {"reveal:on"} if person.rights.trusted else set()
    return Sheet({"role": person.role.name.lower()}, ticked)


def _one(person: Moderator, sheet: Sheet, made: tuple[str, str] | None = None) -> Response:
    return desk.show("person", sheet, who=person, sites=desk.mine(), roles=ROLES, made=made)


def _page(sheet: Sheet, made: tuple[str, str] | None = None) -> Response:
    with current.context().database.read() as connection:
        found = staff.visible(connection, door.moderator())
    names = {site.id: site.name for site in desk.mine()}
    return desk.show("people", sheet, people=found, names=names, sites=desk.mine(), roles=ROLES, made=made)
