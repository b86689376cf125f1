"""What all rooms of the console have in common: who may enter, in which language, and how a refusal looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, g, request, url_for

from moderation.adapters.wording import LANGUAGES
from moderation.domain.moderator import Moderator, Role
from moderation.web import current, login, pages
from moderation.web.words import review as vocabulary

View = Callable[..., Any]
YEAR = 365 * 86_400  # seconds for which a picked language is remembered


def room(name: str) -> Blueprint:
    """A blueprint of the console: pages in words, kept by nobody."""
    blueprint = Blueprint(name, __name__)
    blueprint.register_error_handler(Exception, _refuse)
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
            person.must(role)
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
    place = _login_before(_asked())
    if current.is_scripted():  # it would follow a redirection by itself, and put the login into the page
        return Response(status=401, headers={"HX-Redirect": place})
    return see_other(place)


def _asked() -> str:
    """The page a person wanted to see, or stood on when a script of ours asked for more."""
    if current.is_scripted():
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return f"{page.path}?{page.query}".rstrip("?").removeprefix(request.script_root)
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def _login_before(asked: str) -> str:
    place, start = url_for("entrance.get_login"), url_for("queue.get_queue").removeprefix(request.script_root)
    return f"{place}?{urlencode({'next': asked})}" if asked not in {"", start} else place


def is_from_elsewhere() -> bool:
    """Whether another site's link led here: then the browser has kept a strict cookie back, and sends it on the next step."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def see_other(place: str) -> Response:
    """Go there next, with GET."""
    return Response(status=303, headers={"Location": place})


_refuse_page = pages.refusals("console/refused.html")
_refuse_part = pages.refusals("console/trouble.html")


def _refuse(error: Exception) -> Response:
    """A page in words; for a script a notice, wherever it wanted to put what it asked for."""
    if not current.is_scripted():
        return _refuse_page(error)
    part = _refuse_part(error)
    part.headers["HX-Retarget"], part.headers["HX-Reswap"] = "#notice", "outerHTML"
    return part


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
