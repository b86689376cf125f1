"""Logging in and out. A stranger learns nothing: not who has a login, and not by how long the answer takes."""

import secrets

from flask import Response, request, url_for

from moderation.adapters import addresses, passwords
from moderation.adapters.limiter import Limit
from moderation.domain.errors import TooManyError
from moderation.services import people
from moderation.web import current, login, pages
from moderation.web.console import door
from moderation.web.fields import EMAIL

QUARTER, HOUR = 900, 3600  # seconds
REFUSED = 403

blueprint = door.room("entrance")


@blueprint.get("/")
def start() -> Response:
    """To the console; where the demo is served too, it stands in front."""
    return door.see_other(url_for("queue.get_queue"))


@blueprint.get("/console/login")
def get_login() -> Response:
    """The form; its token is bound to the cookie that comes with it."""
    if door.is_from_elsewhere():
        return pages.render("console/continue.html")
    if login.visitor():
        return door.see_other(_next(request.args.get("next", "")))
    return _form(request.args.get("next", ""))


@blueprint.post("/console/login")
def post_login() -> Response:
    """A session under a new secret, so that nobody can have prepared one; or the same refusal for everybody."""
    login.check_form()
    ctx, email, wanted = current.context(), request.form.get("email", "")[:EMAIL], request.form.get("next", "")
    mark = ctx.fingerprints.moderator(_canonical(email))
    _limit(mark)
    password = request.form.get("password", "")[: passwords.LONGEST + 1]
    secret = people.login(ctx.database, mark, password, current.now())
    if secret is None:
        return _form(wanted, REFUSED, email)
    people.logout(ctx.database, login.cookie())
    return login.set_cookie(door.see_other(_next(wanted)), secret)


@blueprint.post("/console/logout")
def post_logout() -> Response:
    """End the session here and in the browser. Safe to run again."""
    login.check_form()
    people.logout(current.context().database, login.cookie())
    response = door.see_other(url_for("entrance.get_login", bye=1))
    return login.set_cookie(response, secrets.token_urlsafe(32))  # another one: the next person's form is bound to it


def _form(wanted: str, status: int = 200, email: str = "") -> Response:
    page = pages.render("console/login.html", status, next=wanted, email=email, failed=status == REFUSED)
    return login.set_cookie(page, login.cookie())


def _canonical(email: str) -> str:
    try:
        return addresses.canonical(email.strip())
    except addresses.AddressError:
        return f"no address: {email}"  # goes the same long way as one that has no login


def _limit(mark: str) -> None:
    """Ten tries in a quarter of an hour from one place, a hundred an hour from everywhere, for each login."""
    ctx = current.context()
    near = Limit(f"login:{mark}:{current.network()}", 10, QUARTER)
    wait = ctx.limiter.wait((near, Limit(f"login:{mark}", 100, HOUR))) if ctx.limited else 0
    if wait:
        raise TooManyError(wait)


def _next(wanted: str) -> str:
    """A page of the console, and nothing else: no other site can be the next."""
    start = url_for("queue.get_queue")
    place = request.script_root + wanted
    is_ours = place.startswith(start) and "\\" not in place and ".." not in place and place.isprintable()
    return place if is_ours else start
