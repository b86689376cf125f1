"""Where a site's pages are: one more origin, or one less."""

from flask import Response

from moderation.domain.errors import InvalidError
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.services import choices, premises
from moderation.store import sites
from moderation.web import current
from moderation.web.console import door
from moderation.web.office import desk
from moderation.web.office.sheet import Sheet
from moderation.web.words import office as words

blueprint = door.room("origins")


@blueprint.get("/console/sites/<key>/origins")
@door.needs(Role.ADMIN)
def get_origins(key: str) -> Response:
    """All origins of a site."""
    return _page(desk.own(key), Sheet({}))


@blueprint.post("/console/sites/<key>/origins")
@door.needs(Role.ADMIN)
def post_origin(key: str) -> Response:
    """Add one, as browsers write it."""
    site, sheet = desk.own(key), Sheet.sent()
    origin = sheet.read("origin", choices.origin, words.FAULTS["origin"])
    if origin is None:
        return _page(site, sheet)
    current.context().database.write(lambda c: premises.settle(c, site, origin, desk.line("site")))
    return desk.back("origins.get_origins", "added", key=key)


@blueprint.post("/console/sites/<key>/origins/remove")
@door.needs(Role.ADMIN)
def post_removal(key: str) -> Response:
    """Take one away, but not the last."""
    site, sheet = desk.own(key), Sheet.sent()
    try:
        current.context().database.write(
            lambda c: premises.leave(c, site, sheet.get("origin"), desk.line("site")),
        )
    except InvalidError:
        sheet.typed.clear()
        sheet.fault("origin", words.FAULTS["last_origin"])
        return _page(site, sheet)
    return desk.back("origins.get_origins", "removed", key=key)


def _page(site: Site, sheet: Sheet) -> Response:
    with current.context().database.read() as connection:
        present = sites.describe(connection, site.id)
    return desk.show("origins", sheet, site=site, origins=present.origins)
