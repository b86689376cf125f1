"""What all rooms of the console have in common: who may enter, in which language, and how a refusal looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request, url_for

from moderation.adapters.wording import LANGUAGES
from moderation.domain.errors import ForbiddenError
from moderation.domain.moderator import Moderator, Role
from moderation.web import current, login, pages
from moderation.web.words import review as vocabulary

View = Callable[..., Any]
YEAR = 365 * 86_400  # seconds for which a picked language is remembered


def room(name: str) -> Blueprint:
    """A blueprint of the console: pages in words, kept by nobody."""
    blueprint = Blueprint(name, __name__)
    blueprint.register_error_handler(Exception, pages.refusals("console/refused.html"))
    blueprint.after_request(_finish)
    blueprint.context_processor(lambda: {"person": g.get("moderator"), "vocabulary": vocabulary, "Role": Role})
    return blueprint


def needs(role: Role) -> Callable[[View], View]:
    """Let in who may do what this role may do; others are asked to log in, or told that they may not.

    Raises (in the view):
        ForbiddenError: Not this role, or a form that was not made in this session.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            person = login.visitor()
            if person is None:
                return to_login()
            g.moderator = person
            if not person.may(role):
                raise ForbiddenError
            login.check_form()
            return view(*args, **kwargs)

        guarded.role = role  # type: ignore[attr-defined]  # a test asks every route for it
        return guarded

    return decorate


def moderator() -> Moderator:
    """Who was let in."""
    return login.moderator()


def to_login() -> Response:
    """The way in, and from there to where the person wanted to go."""
    if is_from_elsewhere():
        return pages.render("console/continue.html")
    asked = request.full_path.rstrip("?") if request.method == "GET" else ""
    place = url_for("entrance.get_login")
    start = url_for("queue.get_queue").removeprefix(request.script_root)
    return see_other(f"{place}?{urlencode({'next': asked})}" if asked not in {"", start} else place)


def is_from_elsewhere() -> bool:
    """Whether another site's link led here: then the browser has kept a strict cookie back, and sends it on the next step."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def see_other(place: str) -> Response:
    """Go there next, with GET."""
    return Response(status=303, headers={"Location": place})


def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    picked = request.args.get("lang", "")
    if picked in LANGUAGES:
        response.set_cookie(
            current.LANGUAGE_COOKIE,
            picked,
            max_age=YEAR,
            path=request.script_root or "/",
            secure=current.context().outside.startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
    return response
