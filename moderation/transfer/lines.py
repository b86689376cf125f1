"""Our own: what ``moderation export`` writes. A header, pages and comments as lines of JSON, and how many there were."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moderation.domain.comment import Status
from moderation.domain.moved import TEXT, Left, MoveError, Page, Ruling, Said, Standing, Told, Writer
from moderation.transfer.json_lines import flag, objects, part
from moderation.transfer.opened import Progress, opened
from moderation.transfer.reading import MalformedError, moment, text

FORMAT, VERSION = "moderation-comments", 1


def read(path: Path, tell: Progress) -> Iterator[Told]:
    """The pages and comments of an export.

    Raises:
        MoveError: It is none, or newer than this release, or ends too early.
    """
    with opened(path, tell) as (stream, step):
        records = objects(stream)
        _check(next(records, (1, ""))[1])
        ended = False
        for number, found in records:
            ended = isinstance(found, dict) and "end" in found
            if not ended:
                yield _told(number, found)
            step()
        if not ended:
            raise MoveError("The file ends too early: its last line is missing; what came before is there.")


def _check(first: dict[str, Any] | str) -> None:
    if not isinstance(first, dict) or first.get("format") != FORMAT:
        raise MoveError("The file is no export of this service: its first line does not say so.")
    if first.get("version") != VERSION:
        raise MoveError("The file was written by a newer release: install that release.")


def _told(number: int, found: dict[str, Any] | str) -> Told:
    if isinstance(found, str):
        return Left(number, "malformed", found)
    try:
        if "page" in found:
            return _page(number, part(found, "page", needed=True))
        return _comment(number, part(found, "comment", needed=True))
    except (MalformedError, ValueError) as error:
        return Left(
            number, "malformed", str(error) if isinstance(error, MalformedError) else "a word that is not known"
        )


def _page(number: int, record: dict[str, Any]) -> Page:
    url, at = text(record, "url", needed=True), text(record, "created_at")
    title = text(record, "title")
    return Page(number, url, url, title, moment(at) if at else None, closed=flag(record, "closed"))


def _comment(number: int, record: dict[str, Any]) -> Said:
    author = part(record, "author")
    return Said(
        number,
        text(record, "id", needed=True),
        text(record, "page", needed=True),
        text(record, "parent"),
        Writer(text(author, "name"), text(author, "email"), text(author, "url"), text(author, "mark")),
        text(record, "body", needed=True),
        moment(text(record, "submitted_at", needed=True)),
        Status(text(record, "status", needed=True)),
        TEXT,
        _time(record, "edited_at"),
        _standing(record),
    )


def _standing(record: dict[str, Any]) -> Standing:
    ruling = part(record, "decision")
    return Standing(
        staff=flag(record, "staff"),
        pinned_at=_time(record, "pinned_at"),
        picked_at=_time(record, "picked_at"),
        reports=_number(record, "reports", 0),
        revision=_number(record, "revision", 1),
        language=text(record, "language"),
        ruling=_ruling(ruling) if ruling else None,
    )


def _ruling(record: dict[str, Any]) -> Ruling:
    before = Status(text(record, "before", needed=True))
    action, at = text(record, "action", needed=True), moment(text(record, "at", needed=True))
    return Ruling(action, text(record, "reason"), before, at)


def _time(record: dict[str, Any], name: str) -> Any:
    value = text(record, name)
    return moment(value) if value else None


def _number(record: dict[str, Any], name: str, least: int) -> int:
    value = record.get(name, least)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1 << 31:
        raise MalformedError(f"no number called “{name}”")
    return value
