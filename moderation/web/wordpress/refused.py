"""A refusal as WordPress words it: its codes and statuses; below it the form again, so that nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, g, request

from moderation.adapters import pages as urls
from moderation.domain.errors import (
    DuplicateError,
    FieldError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooManyError,
    UnavailableError,
)
from moderation.domain.site import Site
from moderation.web import current, pages, security, words
from moderation.web.wordpress.stock import Stock
from moderation.web.words.stock import CODES, TITLE

SHOWN = {"author.name": "author", "author.email": "email", "author.url": "url", "body": "comment"}
LENGTHS = {
    "author.name": "comment_author_column_length",
    "author.email": "comment_author_email_column_length",
    "author.url": "comment_author_url_column_length",
    "body": "comment_content_column_length",
}
FIRST = (
    "require_name_email",
    "require_valid_email",
    "require_valid_comment",
    *LENGTHS.values(),
    "comment_id_not_found",
)
HIDDEN = ("comment_post_ID", "comment_parent", "redirect_to", "thread", "title", "form_token")
ORPHANED = "comment_reply_to_unapproved_comment"
JSON, HTML = "application/json", "text/html"


@dataclass(frozen=True, slots=True)
class Again:
    """The form once more.

    Attributes:
        faults: What is wrong, by the names of its fields.
        article: Where the reader came from; empty if that is no page of the site.
        orphaned: Whether it answers what cannot be answered; sent again, it will be a comment of its own.
    """

    typed: Stock
    site: Site | None
    faults: Mapping[str, str] = field(default_factory=dict)
    article: str = ""
    orphaned: bool = False

    @property
    def hidden(self) -> dict[str, str]:
        """What it carries along unseen; the page it is about among it, for the next time nobody else will say it."""
        left_out = "comment_parent" if self.orphaned else ""
        carried = {name: self.typed[name] for name in HIDDEN if self.typed[name] and name != left_out}
        return {**({"thread": self.article} if self.article else {}), **carried}


def answer(error: Exception, typed: Stock, site: Site | None) -> Response:
    """A page in the site's language; or a problem, for who prefers JSON."""
    accepts = request.accept_mimetypes
    problem, members = pages.refusal(error)
    if accepts[JSON] > accepts[HTML]:
        return problem
    if site:
        g.language = site.language
        problem, members = pages.refusal(error)
    g.far = True
    code = _code(error)
    status, sentence = CODES[code] if code else (problem.status_code, members["title"])
    said = current.words().gettext(str(sentence))
    again = Again(typed, site, _faults(error), _article(typed, site), orphaned=code == ORPHANED)
    page = pages.render("public/stock.html", status, title=TITLE, said=said, again=again, code=code or members["code"])
    page.headers["Content-Security-Policy"] = security.far_policy(site.origins if site else ())
    return pages.with_headers_of(problem, page)


def _code(error: Exception) -> str:
    """WordPress's name of a refusal; empty where it has none."""
    if isinstance(error, InvalidError):
        found = {_code_of_field(one) for one in error.errors}
        return next((code for code in FIRST if code in found), "")
    if isinstance(error, ForbiddenError):
        return "comment_closed" if error.code == "closed" else ""
    if isinstance(error, NotFoundError) and str(error) == "parent":
        return ORPHANED
    return next((code for kind, code in _KINDS.items() if isinstance(error, kind)), "")


def _code_of_field(error: FieldError) -> str:
    if error.code == "required" and error.field.startswith("author."):
        return "require_name_email"
    if error.code == "too_long":
        return LENGTHS.get(error.field, "")
    return _OF_FIELDS.get((error.field, error.code), "comment_id_not_found" if error.field == "thread" else "")


def _faults(error: Exception) -> dict[str, str]:
    found = error.errors if isinstance(error, InvalidError) else ()
    return {SHOWN[one.field]: words.of_error(current.words(), one) for one in found if one.field in SHOWN}


def _article(typed: Stock, site: Site | None) -> str:
    """The page the form stands on, if it is one of the site's."""
    for url in (typed["thread"], request.headers.get("Referer", "")):
        try:
            normal = urls.normalise(url)
        except urls.UrlError:
            continue
        if site and urls.origin_of(normal) in site.origins:
            return normal
    return ""


_KINDS = {DuplicateError: "comment_duplicate", TooManyError: "comment_flood", UnavailableError: "comment_save_error"}
_OF_FIELDS = {
    ("author.email", "invalid"): "require_valid_email",
    ("body", "required"): "require_valid_comment",
    ("parent", "invalid"): ORPHANED,
}
