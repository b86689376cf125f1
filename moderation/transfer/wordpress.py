"""WordPress: the file of “Tools › Export” (WXR 1.0 to 1.2, RSS with elements of their own)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from moderation.domain.comment import Status
from moderation.domain.moved import Left, Page, Said, Told, Writer
from moderation.transfer.opened import Progress, opened
from moderation.transfer.reading import MalformedError, moment
from moderation.transfer.xml import Element, elements

STATUS = {
    "1": Status.APPROVED, "approved": Status.APPROVED,
    "0": Status.PENDING, "hold": Status.PENDING,
    "spam": Status.SPAM,
    "trash": Status.REJECTED, "post-trashed": Status.REJECTED,
}  # fmt: skip
COMMENTS = frozenset({"", "comment"})  # else: pingbacks, trackbacks, notes of shops
PARTS = frozenset({"attachment", "nav_menu_item", "revision", "wp_template", "custom_css"})  # no pages of a site
ZERO = "0000-00-00"  # how WordPress writes that there is no date


def read(path: Path, tell: Progress) -> Iterator[Told]:
    """The pages and comments of an export. A page comes before its comments, and also when it has none.

    Raises:
        MoveError: It is none, or ends too early.
    """
    told: Element | None = None
    with opened(path, tell) as (stream, step):
        for found, around in elements(stream, "rss", {"item", "comment"}, step):
            item = around if found.name == "comment" else found
            if item is None or item.name != "item":
                continue
            if item is not told and (found is not item or _is_page(item)):
                yield _page(item)
            told = item
            if found is not item:
                yield _comment(found, item)


def _is_page(item: Element) -> bool:
    return item.text("status") == "publish" and item.text("post_type") not in PARTS


def _page(item: Element) -> Page:
    return Page(
        item.line,
        item.text("post_id"),
        item.text("link"),
        item.text("title"),
        _moment(item, "post_date_gmt", "post_date"),
        closed=item.text("comment_status") == "closed",
    )


def _comment(found: Element, item: Element) -> Told:
    if found.text("comment_type") not in COMMENTS:
        return Left(found.line, "kind")
    at, status = _moment(found, "comment_date_gmt", "comment_date"), STATUS.get(found.text("comment_approved"))
    name, parent = found.text("comment_id"), found.text("comment_parent")
    if at is None or status is None or not name:
        return Left(found.line, "malformed", "no date that can be read" if at is None else "no number or no status")
    return Said(
        found.line,
        name,
        item.text("post_id"),
        "" if parent == "0" else parent,
        Writer(found.text("comment_author"), found.text("comment_author_email"), found.text("comment_author_url")),
        found.text("comment_content"),
        at,
        status,
    )


def _moment(found: Element, *names: str) -> datetime | None:
    """The first of these dates that can be read; what says nothing of its zone is taken as UTC."""
    for name in names:
        if not found.text(name).startswith(ZERO):
            try:
                return moment(found.text(name))
            except MalformedError:
                continue
    return None
