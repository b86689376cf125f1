"""Remark42: its backup (lines of JSON; the first one lists users and pages)."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from moderation.domain.comment import Status
from moderation.domain.moved import HTML, TEXT, Left, MoveError, Page, Said, Standing, Told, Writer
from moderation.transfer.json_lines import flag, objects, part
from moderation.transfer.opened import Progress, opened
from moderation.transfer.reading import MalformedError, moment, text

REMEMBERED = 1_000  # pages told last; one that comes again later is told again, which changes nothing


def read(path: Path, tell: Progress) -> Iterator[Told]:
    """The pages and comments of a backup. All its comments are approved: it has no other.

    Raises:
        MoveError: It is none, or ends too early.
    """
    with opened(path, tell) as (stream, step):
        lines = objects(stream)
        number, first = next(lines, (1, ""))
        if not isinstance(first, dict) or "version" not in first or "users" not in first:
            raise MoveError("The file is no backup of Remark42: its first line does not say so.")
        reading = _Reading(first)
        for number, found in lines:
            yield from [Left(number, "malformed", found)] if isinstance(found, str) else reading.told(number, found)
            step()


class _Reading:
    """What the first line has told, and which pages were."""

    def __init__(self, meta: dict[str, Any]) -> None:
        users, posts = meta.get("users") or [], meta.get("posts") or []
        self._emails = {
            one["id"]: one["email"]
            for one in users
            if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("email"), str)
        }
        self._closed = {one.get("url") for one in posts if isinstance(one, dict) and flag(one, "read_only")}
        self._told: dict[str, None] = {}

    def told(self, number: int, record: dict[str, Any]) -> Iterator[Told]:
        try:
            if flag(record, "delete"):
                yield Left(number, "deleted")
                return
            url = text(part(record, "locator", needed=True), "url", needed=True)
            said = self._said(number, record, url)
        except MalformedError as error:
            yield Left(number, "malformed", str(error))
            return
        if url not in self._told:
            self._told[url] = None
            if len(self._told) > REMEMBERED:
                del self._told[next(iter(self._told))]
            yield Page(number, url, url, unescape(text(record, "title")), said.at, closed=url in self._closed)
        yield said

    def _said(self, number: int, record: dict[str, Any], url: str) -> Said:
        user, edit = part(record, "user"), part(record, "edit")
        who, typed, at = text(user, "id"), text(record, "orig"), moment(text(record, "time", needed=True))
        return Said(
            number,
            text(record, "id", needed=True),
            url,
            text(record, "pid"),
            Writer(unescape(text(user, "name")), self._emails.get(who, ""), "", who),
            unescape(typed) if typed else text(record, "text"),
            at,
            Status.APPROVED,
            TEXT if typed else HTML,
            moment(text(edit, "time", needed=True)) if edit else None,
            Standing(staff=flag(user, "admin"), pinned_at=at if flag(record, "pin") else None),
        )
