"""The sites of an admin, and what one is called and has chosen besides its rules."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from moderation.domain.errors import ChangedError
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.services import choices, premises
from moderation.store import sites
from moderation.store.sites import Premises
from moderation.web import current
from moderation.web.console import door
from moderation.web.fields import NAME
from moderation.web.office import desk
from moderation.web.office.sheet import Sheet
from moderation.web.words import office as words

SECRET = "akismet_key"  # noqa: S105 - the name of the choice; the page never shows what it is
OFF, ON = "off", "on"

blueprint = door.room("sites")


@blueprint.get("/console/sites/")
@door.needs(Role.ADMIN)
def get_sites() -> Response:
    """All sites of this admin."""
    return desk.show("sites", Sheet({}), sites=desk.mine())


@blueprint.get("/console/sites/<key>/")
@door.needs(Role.ADMIN)
def get_site(key: str) -> Response:
    """What a site is called and has chosen."""
    site = desk.own(key)
    with current.context().database.read() as connection:
        present = sites.describe(connection, site.id)
    return _page(site, _written(present), present)


@blueprint.post("/console/sites/<key>/")
@door.needs(Role.ADMIN)
def post_site(key: str) -> Response:
    """Change it, unless something is wrong, or somebody has changed it since the page was made."""
    site, sheet = desk.own(key), Sheet.sent()
    name, chosen = sheet.line("name", NAME, required=True), _chosen(sheet)
    database = current.context().database
    if not sheet.faults:
        try:
            given, seen = (name, chosen), sheet.get("mark")
            database.write(lambda c: premises.rename(c, site, given, lambda mark: mark == seen, desk.line("site")))
            return desk.back("sites.get_site", "saved", key=key)
        except ChangedError:
            sheet.fault("mark", words.CHANGED)
    with database.read() as connection:
        return _page(site, sheet, sites.describe(connection, site.id))


def _page(site: Site, sheet: Sheet, present: Premises) -> Response:
    status = desk.CHANGED if "mark" in sheet.faults else 200
    return desk.show("site", sheet, status, site=site, present=present, fields=_fields(), written=_written(present))


def _fields() -> tuple[words.Field, ...]:
    """The choices there are, in the order of the page."""
    return tuple(field for field in words.FIELDS if field.name in choices.READERS)


def _written(present: Premises) -> Sheet:
    """A form that says what there is."""
    typed = {"name": present.name, "mark": present.mark}
    ticked = {f"required:{one}" for one in present.choices["required"]}
    for field in _fields():
        value = present.choices.get(field.name, "")
        typed[field.name] = {True: ON, False: OFF}.get(value, str(value)) if field.kind == "switch" else str(value)
    return Sheet({**typed, SECRET: ""}, ticked)


def _chosen(sheet: Sheet) -> Mapping[str, Any]:
    """The choices in a form; a secret that was left empty stays what it is, unless it is to be forgotten."""
    found: dict[str, Any] = {}
    for field in _fields():
        if field.kind == "secret" and not sheet.get(field.name) and not sheet.has(f"forget_{field.name}", ON):
            continue
        if field.kind == "boxes":
            sheet.typed[field.name] = ",".join(one for one in field.options if sheet.has(field.name, one))
        if field.kind == "switch":
            sheet.typed[field.name] = ON if sheet.has(field.name, ON) else OFF
        value = sheet.read(field.name, lambda typed, name=field.name: choices.read(name, typed), field.fault)  # type: ignore[misc]
        found[field.name] = value
    return found
