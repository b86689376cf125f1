"""Looking: the review queue, and one comment with its audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.services import desk, queue
from moderation.services.queue import Item
from moderation.store import alike, comments, listing, precedents, searches
from moderation.store.engine import Connection
from moderation.web import current, cursors, pages, queries
from moderation.web.console import answers, cards, door, habits, logbook, notices, turns
from moderation.web.console.cards import Card
from moderation.web.review.api import asked
from moderation.web.words.signals import NAMES

PAGE, MOST, AROUND = 20, 100, 100  # comments on a page, by default and at most; of a conversation before and after

blueprint = door.room("queue")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it stands in the URL, to be shown in its form and carried through decisions.

    Attributes:
        pile: The status, or what else these comments have in common: which tab.
    """

    pile: str
    site: str
    language: str
    signal: str
    age: str
    q: str
    order: str
    risk: str
    like: str

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab was chosen."""
        chosen = self.site, self.language, self.signal, self.age, self.q, self.risk, self.like
        return any(chosen) or self.order != "oldest"


@blueprint.get("/console/")
@door.needs(Role.VIEWER)
def get_queue() -> Response:
    """Comments of one tab, oldest first: each with its author's past and why it is here."""
    wanted, page, person = asked(), queries.page(PAGE, MOST), door.moderator()
    with current.context().database.read() as connection:
        found = queue.look(connection, person, wanted, page.and_one_more, current.now())
        items, following = cursors.cut(found, page.limit, lambda item: item.comment)
        shown: dict[str, Any] = {
            "cards": cards_of(connection, items),
            "counts": queue.count(connection, person, wanted),
            "searches": searches.list_of(connection, person.id),
            "notice": notices.read(connection, person),
            "habits": habits.read(connection, person.id),
            "remarks": desk.read_notes(connection, [item.comment for item in items]),
            "colleagues": desk.colleagues(connection, person),
        }
    shown |= {"following": following}
    more: dict[str, Any] = {
        "live": _live(),
        "asked": _shown(),
        "sites": _sites(),
        "signals": NAMES,
        "opened": queries.one("open"),
    }
    rendered = pages.render("console/more.html" if current.is_scripted() else "console/queue.html", **shown, **more)
    return notices.forget(rendered) if shown["notice"] else rendered


def cards_of(connection: Connection, items: Sequence[Item]) -> list[Card]:
    """Comments as cards, with what they answer, how such texts were decided, and how many like them wait."""
    parents = comments.find_many(connection, [item.comment.parent for item in items if item.comment.parent])
    shown = [item.comment for item in items]
    precedents_, others = precedents.find_many(connection, shown), alike.find_many(connection, shown)
    return [
        cards.of(
            item,
            parents.get(item.comment.parent or ""),
            precedents_.get(item.comment.id, cards.NONE),
            len(others.get(item.comment.id, ())),
        )
        for item in items
    ]


@blueprint.get("/console/comments/<identifier>")
@door.needs(Role.VIEWER)
def get_comment(identifier: str) -> Response:
    """Everything that is known of a comment, except the address."""
    return comment_page(identifier)


def comment_page(identifier: str, status: int = 200, **more: str) -> Response:
    """The page of a comment; ``address`` is what was opened for this answer alone, ``trouble`` why nothing was."""
    person = door.moderator()
    with current.context().database.read() as connection:
        item, lines = queue.find(connection, person, identifier, current.now())
        card = cards_of(connection, [item])[0]
        entries = logbook.entries(connection, item.comment, lines)
        notice, habits_ = notices.read(connection, person), habits.read(connection, person.id)
        remarks, colleagues = desk.read_notes(connection, [item.comment]), desk.colleagues(connection, person)
    shown = {
        "card": card,
        "entries": entries,
        "sites": _sites(),
        "notice": notice,
        "habits": habits_,
        "remarks": remarks,
        "colleagues": colleagues,
        "address": "",
        "trouble": "",
        **more,
    }
    page = pages.render("console/comment.html", status, **shown)
    return notices.forget(page) if notice else page


@blueprint.get("/console/comments/<identifier>/thread")
@door.needs(Role.VIEWER)
def get_thread(identifier: str) -> Response:
    """The conversation a comment stands in: what was said before and after it, whatever its status."""
    with current.context().database.read() as connection:
        comment = queue.own(connection, door.moderator(), identifier)
        around = listing.list_around(connection, comment, AROUND)
    return pages.render("console/thread.html", comment=comment, turns=turns.of(around), sites=_sites())


@blueprint.get("/console/<path:_rest>")
@door.needs(Role.VIEWER)
def get_nothing(_rest: str) -> Response:
    """An address that leads nowhere is answered in words too."""
    raise NotFoundError("page")


def _shown() -> Asked:
    return Asked(
        queries.one("status", "pending"),
        queries.one("site"),
        queries.one("language"),
        queries.one("signal"),
        queries.one("age"),
        queries.one("q"),
        queries.choice("order", ("oldest", "newest")),
        queries.one("risk"),
        queries.one("like"),
    )


def _live() -> str:
    """The query by which a script asks what has come since this page was made."""
    kept = {
        name: value for name, value in request.args.items() if name in answers.KEPT and name not in {"order", "cursor"}
    }
    return urlencode({**kept, "since": current.now().isoformat()})


def _sites() -> dict[str, Site]:
    """The sites this person may see, by key."""
    person = door.moderator()
    return {site.key: site for site in current.context().directory.every() if person.sees(site.id)}
