"""The comment form as a page shows it: empty, or again with everything that was typed and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import HTTPException

from moderation.domain.comment import Comment
from moderation.domain.errors import ModerationError
from moderation.domain.site import Site
from moderation.web import current, fields
from moderation.web.public import intake
from moderation.web.words import N_

LIMITS = {
    "body": fields.BODY,
    "author": fields.NAME,
    "email": fields.EMAIL,
    "url": fields.URL,
}  # in the order of the form
NOT_FOUND = 404
GONE = N_(
    "The comment you were answering is not there any more. If you send this again, it will be a comment of its own."
)
FIELDS = {"body": "body", "author.name": "author", "author.email": "email", "author.url": "url"}


@dataclass(frozen=True, slots=True)
class Form:
    """Everything the template needs.

    Attributes:
        typed: What stands in the fields, by their names in the form. The address is shown to nobody but who typed it.
        parent: Id of the comment that is answered; empty if none is.
        answered: That comment, where it could be looked up.
        faults: What is wrong, by field.
        others: What is wrong with no field in particular.
    """

    site: Site
    thread: str
    title: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    answered: Comment | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    others: Sequence[str] = ()

    @property
    def action(self) -> str:
        """Where it is sent; with the language it is shown in, so that the answer speaks it too."""
        return url_for("comments.post_comment", site=self.site.key, lang=current.language())

    @property
    def token(self) -> str:
        """Proves later when this form was made."""
        return current.context().signatures.form(self.site.key, current.now())

    @property
    def limits(self) -> Mapping[str, int]:
        """Characters of each field."""
        return LIMITS

    @property
    def honeypot(self) -> str:
        """Name of the field that people do not see."""
        return intake.HONEYPOT

    def requires(self, name: str) -> bool:
        """Whether the site demands a field."""
        return name == "body" or {"author": "name"}.get(name, name) in self.site.required


def typed() -> dict[str, Any]:
    """The members of the form in this request, as they were typed; none if it cannot be read."""
    try:
        request.get_data(cache=True)  # it is read again when the comment is accepted
        return intake.fields()
    except (HTTPException, ModerationError):
        return {}


def again(site: Site, members: Mapping[str, Any], problem: Mapping[str, Any]) -> Form:
    """The form of a request that was refused."""
    author = members.get("author", {})
    errors = problem.get("errors", [])
    faults = {FIELDS[error["field"]]: error["message"] for error in errors if error["field"] in FIELDS}
    others = [error["message"] for error in errors if error["field"] not in {*FIELDS, "parent"}]
    orphaned = problem["status"] == NOT_FOUND or any(error["field"] == "parent" for error in errors)
    if orphaned:
        others.append(current.words().gettext(GONE))
    return Form(
        site=site,
        thread=members.get("thread", ""),
        title=members.get("title", ""),
        typed={
            "body": members.get("body", ""),
            "author": author.get("name", ""),
            "email": author.get("email", ""),
            "url": author.get("url", ""),
        },
        parent="" if orphaned else members.get("parent") or "",
        faults={name: faults[name] for name in LIMITS if name in faults},
        others=others or ([] if faults else [problem["title"]]),
    )
