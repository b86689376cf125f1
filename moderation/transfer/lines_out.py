"""Writing our own lines: what ``lines`` reads."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, BinaryIO

from moderation.domain.moved import Page, Said, Writer
from moderation.domain.site import Site
from moderation.transfer.lines import FORMAT, VERSION

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(stream: BinaryIO, site: Site, told: Iterable[Page | Said], at: datetime) -> tuple[int, int]:
    """Write a header, all that is told, and how much it was; how many pages and comments."""
    pages = comments = 0
    _line(stream, {"format": FORMAT, "version": VERSION, "site": site.key, "taken_at": _time(at)})
    for one in told:
        if isinstance(one, Page):
            pages += 1
            _line(stream, {"page": _page(one)})
        else:
            comments += 1
            _line(stream, {"comment": _comment(one)})
    _line(stream, {"end": {"pages": pages, "comments": comments}})
    return pages, comments


def _page(page: Page) -> dict[str, Any]:
    return {"url": page.url, "title": page.title, "created_at": _time(page.at), "closed": page.closed}


def _comment(said: Said) -> dict[str, Any]:
    standing = said.standing
    ruling = standing.ruling
    decision = (
        {"action": ruling.action, "reason": ruling.reason, "before": ruling.before, "at": _time(ruling.at)}
        if ruling
        else None
    )
    return {
        "id": said.name,
        "page": said.page,
        "parent": said.parent or None,
        "status": said.status.value,
        "submitted_at": _time(said.at),
        "edited_at": _time(said.edited_at),
        "author": _author(said.writer),
        "body": said.body,
        "language": standing.language,
        "revision": standing.revision,
        "reports": standing.reports,
        "staff": standing.staff,
        "pinned_at": _time(standing.pinned_at),
        "picked_at": _time(standing.picked_at),
        "decision": decision,
    }


def _author(writer: Writer) -> dict[str, str]:
    author = {"name": writer.name, "url": writer.url, "mark": writer.mark}
    return {**author, "email": writer.email} if writer.email else author


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _line(stream: BinaryIO, value: dict[str, Any]) -> None:
    stream.write(_encode(value).encode() + b"\n")
