"""A comment as Isso's client shows it. Its script puts these strings into the page as they are: all that is no HTML of ours is escaped."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from markupsafe import escape

from moderation.adapters import markup, pages
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.web import queries

SOURCE = "isso"  # in ``imported``
PUBLISHED, HELD, DELETED = 1, 2, 4  # Isso's modes


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a comment and the one it stands below are called there; 0 for none."""

    own: int
    above: int = 0


def shown(comment: Comment, numbers: Numbers, *, plain: bool = False) -> dict[str, Any]:
    """The members its client knows. Nobody votes here; the picture beside the name is made from the name alone."""
    html = comment.body_html or markup.paragraphs(comment.body)
    return {
        "id": numbers.own,
        "parent": numbers.above or None,
        "text": comment.body if plain else html,
        "author": str(escape(comment.author.name)) or None,
        "website": str(escape(comment.author.url)) or None,
        "mode": PUBLISHED if comment.status is Status.APPROVED else HELD,
        "created": comment.submitted_at.timestamp(),
        "modified": comment.edited_at.timestamp() if comment.edited_at else None,
        "likes": 0,
        "dislikes": 0,
        "hash": sha256(comment.author.name.encode()).hexdigest()[:12],
        "notification": 0,
    }


def emptied(said: dict[str, Any]) -> dict[str, Any]:
    """What is left of a comment that has answers when it is gone."""
    return {**said, "text": "", "author": None, "website": None, "mode": DELETED}


def settings(site: Site) -> dict[str, Any]:
    """What its client asks the server about. No votes are kept, so their arrows are not shown."""
    return {
        "reply-to-self": True,
        "require-email": "email" in site.required,
        "require-author": "name" in site.required,
        "website-field": True,
        "reply-notifications": False,
        "gravatar": False,
        "vote": False,
        "feed": True,
    }


def page(site: Site) -> str:
    """The page that ``uri`` means: a path, on the first of the site's origins.

    Raises:
        InvalidError: There is none, or it is one of another site.
    """
    uri = queries.one("uri")
    if not uri:
        raise InvalidError(FieldError("thread", "required"))
    url = address(site, uri)
    if not url:
        raise InvalidError(FieldError("thread", "foreign"))
    return url


def address(site: Site, uri: str) -> str:
    """The URL of a page of the site by its path; empty if it is none."""
    try:
        url = pages.normalise(urljoin(f"{site.origins[0]}/", uri))
    except ValueError:
        return ""
    return url if pages.origin_of(url) in site.origins else ""
