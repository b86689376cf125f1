"""Disqus: the file of “Export comments” (XML, threads before their posts)."""

from collections.abc import Iterator
from pathlib import Path

from moderation.domain.comment import Status
from moderation.domain.moved import Left, Page, Said, Told, Writer
from moderation.transfer.opened import Progress, opened
from moderation.transfer.reading import MalformedError, moment
from moderation.transfer.xml import Element, elements


def read(path: Path, tell: Progress) -> Iterator[Told]:
    """The threads and posts of an export.

    Raises:
        MoveError: It is none, or ends too early.
    """
    with opened(path, tell) as (stream, step):
        for found, around in elements(stream, "disqus", {"thread", "post"}, step):
            if around is None or around.name != "disqus":
                continue  # a post names its thread in an element of the same name
            try:
                yield _page(found) if found.name == "thread" else _comment(found)
            except MalformedError as error:
                yield Left(found.line, "malformed", str(error))


def _page(found: Element) -> Page:
    made = found.text("createdAt")
    return Page(
        found.line,
        _id(found),
        found.text("link"),
        found.text("title"),
        moment(made) if made else None,
        closed=_is(found, "isClosed"),
    )


def _comment(found: Element) -> Said:
    author, thread, parent = (found.parts.get(name) for name in ("author", "thread", "parent"))
    writer = Writer()
    if author:
        writer = Writer(author.text("name"), author.text("email"), author.text("link"), author.text("username"))
    return Said(
        found.line,
        _id(found),
        _id(thread) if thread else "",
        _id(parent) if parent else "",
        writer,
        found.text("message"),
        moment(found.text("createdAt")),
        _status(found),
    )


def _status(found: Element) -> Status:
    """What was deleted there was mostly so by a moderator: it is refused, and goes when refused comments go."""
    if _is(found, "isSpam"):
        return Status.SPAM
    if _is(found, "isDeleted"):
        return Status.REJECTED
    return Status.PENDING if found.text("isApproved") == "false" else Status.APPROVED


def _id(found: Element) -> str:
    name = found.attributes.get("id", "")
    if not name:
        raise MalformedError("no “dsq:id”")
    return name


def _is(found: Element, name: str) -> bool:
    return found.text(name) == "true"
