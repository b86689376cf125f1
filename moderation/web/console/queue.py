"""Looking: the review queue, and one comment with its audit."""

from dataclasses import dataclass

from flask import Response

from moderation.domain.comment import Comment
from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.services import queue
from moderation.services.queue import Item
from moderation.store import comments
from moderation.store.engine import Connection
from moderation.store.listing import Filter
from moderation.web import current, cursors, pages, queries
from moderation.web.console import cards, door, logbook, notices
from moderation.web.review.api import asked
from moderation.web.words.signals import NAMES

PAGE, MOST = 20, 100

blueprint = door.room("queue")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it stands in the URL, to be shown in its form and carried through decisions."""

    status: str
    site: str
    language: str
    signal: str
    q: str
    order: str

    @property
    def narrowed(self) -> bool:
        """Whether anything but the status was chosen."""
        return bool(self.site or self.language or self.signal or self.q or self.order != "oldest")


@blueprint.get("/console/")
@door.needs(Role.VIEWER)
def get_queue() -> Response:
    """Comments of one status, oldest first: each with its author's past and why it is here."""
    wanted, page, person = asked(), queries.page(PAGE, MOST), door.moderator()
    with current.context().database.read() as connection:
        counts = queue.count(connection, person, wanted)
        found = queue.look(connection, person, wanted, page.and_one_more)
        items, following = cursors.cut(found, page.limit, lambda item: item.comment)
        shown = [cards.of(item, _parent(connection, item)) for item in items]
        notice = notices.read(connection, person)
    rendered = pages.render(
        "console/queue.html",
        asked=_shown(wanted),
        counts=counts,
        cards=shown,
        following=following,
        sites=_sites(),
        signals=NAMES,
        notice=notice,
    )
    return notices.forget(rendered) if notice else rendered


@blueprint.get("/console/comments/<identifier>")
@door.needs(Role.VIEWER)
def get_comment(identifier: str) -> Response:
    """Everything that is known of a comment, except the address."""
    return comment_page(identifier)


def comment_page(identifier: str, status: int = 200, **more: str) -> Response:
    """The page of a comment; ``address`` is what was opened for this answer alone, ``trouble`` why nothing was."""
    person = door.moderator()
    with current.context().database.read() as connection:
        item, lines = queue.find(connection, person, identifier)
        card = cards.of(item, _parent(connection, item))
        entries = logbook.entries(connection, item.comment, lines)
        notice = notices.read(connection, person)
    shown = {
        "card": card,
        "entries": entries,
        "sites": _sites(),
        "notice": notice,
        "address": "",
        "trouble": "",
        **more,
    }
    page = pages.render("console/comment.html", status, **shown)
    return notices.forget(page) if notice else page


@blueprint.get("/console/<path:_rest>")
@door.needs(Role.VIEWER)
def get_nothing(_rest: str) -> Response:
    """An address that leads nowhere is answered in words too."""
    raise NotFoundError("page")


def _parent(connection: Connection, item: Item) -> Comment | None:
    return comments.find(connection, item.comment.parent) if item.comment.parent else None


def _shown(wanted: Filter) -> Asked:
    return Asked(
        wanted.status.value,
        queries.one("site"),
        wanted.language,
        wanted.signal,
        wanted.text,
        queries.choice("order", ("oldest", "newest")),
    )


def _sites() -> dict[str, Site]:
    """The sites this person may see, by key."""
    person = door.moderator()
    return {site.key: site for site in current.context().directory.every() if person.sees(site.id)}
