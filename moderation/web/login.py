"""Who is asking: a session cookie with a token in each form, or an API token. Denied by default."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, g, request

from moderation.domain.errors import ForbiddenError
from moderation.domain.moderator import Moderator, Role
from moderation.services import people
from moderation.store import access
from moderation.web import current, security
from moderation.web.problems import Problem

View = Callable[..., Any]
CSRF_FIELD, CSRF_HEADER = "csrf_token", "X-CSRF-Token"


def needs(role: Role) -> Callable[[View], View]:
    """Let in who may do what this role may do; for the JSON: a token or a session.

    Raises (in the view):
        Problem: 401 without either.
        ForbiddenError: Not this role, or a session's request that did not come from our pages.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            person = _bearer() or _visitor()
            if person is None:
                raise Problem(401, "unauthenticated")
            person.must(role)
            g.moderator = person
            return view(*args, **kwargs)

        guarded.role = role  # type: ignore[attr-defined]  # a test asks every route for it
        return guarded

    return decorate


def moderator() -> Moderator:
    """Who was let in."""
    person: Moderator = g.moderator
    return person


def visitor() -> Moderator | None:
    """Whose session the browser's cookie names, if it names one that lasts; for pages."""
    secret = request.cookies.get(cookie_name(), "")
    return people.session_of(current.context().database, secret, current.now()) if secret else None


def check_form() -> None:
    """Refuse an unsafe request that did not come from a form of ours, made in this session (SEC-6).

    Raises:
        ForbiddenError: It did not.
    """
    security.from_here()
    token = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if request.method not in security.SAFE and not current.context().signatures.is_csrf(token, cookie()):
        raise ForbiddenError("csrf")


def csrf_token() -> str:
    """What a form of this page carries; a page has a hundred of them."""
    if "csrf" not in g:
        g.csrf = current.context().signatures.csrf(cookie())
    token: str = g.csrf
    return token


def cookie() -> str:
    """The browser's cookie, or the one it will be given with this answer: it also binds the login form."""
    if "cookie" not in g:
        g.cookie = request.cookies.get(cookie_name()) or secrets.token_urlsafe(32)
    value: str = g.cookie
    return value


def cookie_name() -> str:
    """With the prefix that browsers guard, wherever they can (https)."""
    return "__Host-session" if _is_https() else "session"


def set_cookie(response: Response, value: str) -> Response:
    """Give the browser a session: as long as one lasts, for us alone, out of reach of scripts."""
    path = "/" if _is_https() else (request.script_root or "/")
    response.set_cookie(
        cookie_name(), value, max_age=access.LONGEST, path=path, secure=_is_https(), httponly=True, samesite="Strict"
    )
    return response


def _is_https() -> bool:
    return current.context().outside.startswith("https:")


def _bearer() -> Moderator | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    with current.context().database.read() as connection:
        return people.token_of(connection, token.strip())


def _visitor() -> Moderator | None:
    person = visitor() if "Authorization" not in request.headers else None
    if person:
        check_form()
    return person
