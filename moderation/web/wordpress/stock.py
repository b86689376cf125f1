"""What the stock form of WordPress sends, and what of it is ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from flask import request
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from werkzeug.exceptions import HTTPException

from moderation.domain.site import Site
from moderation.web import fields
from moderation.web.public import intake
from moderation.web.schemas import AuthorIn, CommentIn

NAME = 245  # octets, as WordPress's own column has; 122 Arabic letters
CONSENT = "wp-comment-cookies-consent"
FIELDS = (
    "author", "email", "url", "comment", "comment_post_ID", "comment_parent", "redirect_to", CONSENT,
    "ak_hp_textarea", "ak_js",  # of the Akismet plugin
    "thread", "title", "form_token", intake.HONEYPOT,  # ours, where a theme has them
)  # fmt: skip
LONGEST = 3600.0 * 12  # seconds that a page is believed to have stood open
_TAG = re.compile(r"<[^<>]*>")
_TIME = re.compile(r"\A[0-9]{12,14}\Z", re.ASCII)  # milliseconds; without a script the plugin sends a small number
_BARE = ("http://", "https://")


def _octets(value: str) -> str:
    if len(value.encode()) > NAME:
        raise PydanticCustomError("too_long", "too long", {"limit": NAME})
    return value


class StockAuthorIn(AuthorIn):
    """Who says it; the name as long as WordPress takes it."""

    name: Annotated[
        str, AfterValidator(fields.cleaned(NAME)), AfterValidator(fields.line), AfterValidator(_octets),
        AfterValidator(fields.if_required("name")),
    ] = Field("", validate_default=True)  # fmt: skip


class StockIn(CommentIn):
    """A comment as the stock form sends it."""

    author: StockAuthorIn = Field(default_factory=dict, validate_default=True)
    taken: float | None = None

    @property
    def seconds(self) -> float | None:
        """Since the Akismet plugin's script has seen the form, by the reader's own clock."""
        return self.taken


@dataclass(frozen=True, slots=True)
class Stock:
    """The fields of a form as they were typed; of those that stand twice, the last."""

    typed: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """A field's value; empty if it was not sent."""
        return self.typed.get(name, "")

    @property
    def consents(self) -> bool:
        """Whether the reader wants to be remembered by a cookie. We keep none; it only changes where they are led."""
        return CONSENT in self.typed

    def comment(self, thread: str, parent: str | None, site: Site, at: datetime) -> StockIn:
        """The comment in it.

        Raises:
            InvalidError: All that is wrong with it.
        """
        author = {"name": _TAG.sub("", self["author"]), "email": self["email"].strip(), "url": website(self["url"])}
        members: dict[str, Any] = {
            "thread": thread, "parent": parent, "author": author, "body": self["comment"], "title": self["title"],
            "form_token": self["form_token"][:200] or None, "taken": elapsed(self["ak_js"], at),
            intake.HONEYPOT: "filled" if self["ak_hp_textarea"].strip() or self[intake.HONEYPOT].strip() else "",
        }  # fmt: skip
        return intake.validate_as(StockIn, members, site)


def elapsed(shown: str, at: datetime) -> float | None:
    """Seconds since the Akismet plugin's script has seen the form, if it ran, and the reader's clock may be right."""
    if not _TIME.match(shown):
        return None
    seconds = at.timestamp() - int(shown) / 1000
    return seconds if 0 <= seconds <= LONGEST else None


def read() -> Stock:
    """The form in this request.

    Raises:
        Problem: It is none, or too large.
    """
    request.get_data(cache=True)  # it is read again to be shown
    return Stock({name: value for name, value in intake.form_pairs() if name in FIELDS})


def typed() -> Stock:
    """The same; an empty one if it cannot be read."""
    try:
        return read()
    except HTTPException:
        return Stock()


def website(value: str) -> str:
    """As WordPress does: without a scheme it is ``http``, and a scheme alone is nothing."""
    url = value.strip()
    if not url or url.lower() in _BARE:
        return ""
    return url if ":" in url.partition("/")[0] else f"http://{url}"
