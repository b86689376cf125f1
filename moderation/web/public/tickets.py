"""Ways to one's own comment for who has no token in a script: an address that only its author is given, and a ticket to find it."""

from flask import url_for

from moderation.domain.identity import site_of
from moderation.web import current


def status_url(comment: str) -> str:
    """The page on which an author sees how their comment stands; who has this address may change and withdraw it."""
    return f"{current.context().outside}/own/{of(comment)}"


def status_path(comment: str) -> str:
    """The same on this server."""
    return url_for("status_page.get_status", ticket=of(comment))


def of(comment: str) -> str:
    """What opens the status page of a comment."""
    return f"{comment}.{current.context().signatures.author(comment)}"


def posted(comment: str) -> str:
    """What the page that a form leads to is told: the comment, and for an hour that it was its author who was led there.

    People copy the address of that page. What opens their own page does not stand in it.
    """
    return f"{comment}.{current.context().signatures.posted(comment, current.now())}"


def way(comment: str, ticket: str) -> str:
    """The status page, for who was just led here after sending this comment; empty for everybody else."""
    is_author = current.context().signatures.has_posted(ticket, comment, current.now())
    return status_path(comment) if is_author else ""


def read(ticket: str) -> str:
    """The comment that a ticket opens; empty if it is no ticket of ours."""
    comment, _, token = ticket.partition(".")
    is_own = site_of(comment) and current.context().signatures.is_author(token, comment)
    return comment if is_own else ""
