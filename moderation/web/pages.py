"""HTML pages: templates, catalogues, dates and numbers in the reader's language, and refusals in words."""

import datetime as dt
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, g, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from moderation.adapters import wording
from moderation.domain.errors import ModerationError
from moderation.web import current, login, problems

NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
LOCALES = {"ar": "ar_MA", "fr": "fr", "en": "en"}  # ar_MA: the founding site's months, and Western digits
PATTERNS = {"ar": "d MMMM y، HH:mm 'UTC'", "fr": "d MMMM y, HH:mm 'UTC'", "en": "d MMMM y, HH:mm 'UTC'"}
SAMPLES = (0, 1, 2, 3, 11, 100)  # one number at least of every plural form that our languages have
DAYS = {"ar": "d MMMM", "fr": "d MMM", "en": "d MMM"}
RECENT = timedelta(days=1)  # until then, "five minutes ago" says more than a date
FILES_LAST = 86_400  # seconds; a file's address changes with its content
STATIC = Path(__file__).parent / "static"


def install(app: Flask) -> None:
    """Teach the templates our languages."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = FILES_LAST
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
        lambda sentence: current.words().gettext(sentence),
        lambda one, many, number: current.words().ngettext(one, many, number),
        newstyle=True,
    )
    environment.globals.update(
        lang=current.language,
        direction=lambda: wording.direction(current.language()),
        languages=NAMES,
        csrf_token=login.csrf_token,
        here=here,
        asset=asset,
        scripted=current.is_scripted,
    )
    environment.filters.update(
        date=date,
        iso=iso,
        when=when,
        span=span,
        number=number,
        percent=percent,
        finely=finely,
        signed=signed,
        said_in=said_in,
        plurals=plurals,
    )
    environment.filters.update(day=day, fullday=full_day, duration=duration)


def render(template: str, status: int = 200, **values: Any) -> Response:
    """A page in the reader's language."""
    with current.speaking() as language:
        response = Response(render_template(template, **values), status, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def refusal(error: Exception) -> tuple[Response, dict[str, Any]]:
    """The problem that an error is, and its members: status, words and headers are the same as in JSON."""
    if isinstance(error, ModerationError):
        problem = problems.of_refusal(error)
    elif isinstance(error, HTTPException):
        problem = problems.of_http(error)
    else:
        problem = problems.of_failure(error)
    return problem, problem.get_json(silent=True) or {}


def refusals(template: str) -> Callable[[Exception], Response]:
    """What answers all errors of a blueprint with a page."""

    def answer(error: Exception) -> Response:
        problem, members = refusal(error)
        return with_headers_of(problem, render(template, problem.status_code, problem=members))

    return answer


def with_headers_of(problem: Response, page: Response) -> Response:
    """A page that says what a problem says: also when to come back, and that nobody may keep it."""
    for name in ("Retry-After", "Allow", "Cache-Control"):
        if name in problem.headers:
            page.headers[name] = problem.headers[name]
    return page


def here(**changes: str | None) -> str:
    """This page's URL with other parameters; None takes one away."""
    values = {name: value for name, value in {**request.args.to_dict(), **changes}.items() if value}
    path = request.script_root + request.path
    return f"{path}?{urlencode(values)}" if values else path


@cache
def _version(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The URL of a file of ours; another one when its content is another. Whole, where a page may be seen through another host."""
    return url_for("static", filename=name, v=_version(name), _external=bool(g.get("far")))


def date(at: datetime) -> str:
    """Day and minute, and whose clock it was."""
    return format_datetime(at, PATTERNS[current.language()], locale=_locale())


def day(at: dt.date) -> str:
    """A day and its month."""
    return format_date(at, DAYS[current.language()], locale=_locale())


def full_day(at: dt.date) -> str:
    """A day with its year."""
    return format_date(at, f"{DAYS[current.language()]} y", locale=_locale())


def duration(seconds: float) -> str:
    """How long something took, in the unit that says it best."""
    return format_timedelta(timedelta(seconds=max(seconds, 1.0)), threshold=2, locale=_locale())


def iso(at: datetime) -> str:
    """For ``<time datetime>``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def when(at: datetime) -> str:
    """How long ago, or the day and minute if that is more than a day."""
    age = current.now() - at
    if age >= RECENT:
        return date(at)
    return format_timedelta(min(-age, timedelta(seconds=-1)), add_direction=True, locale=_locale())


def span(seconds: float) -> str:
    """How long something takes, roughly; not less than a minute."""
    return format_timedelta(timedelta(seconds=max(seconds, 60)), locale=_locale())


def number(value: float) -> str:
    """A number as it is written in the reader's language."""
    return format_decimal(value, locale=_locale())


def percent(share: float) -> str:
    """A share of 0..1 in hundredths."""
    return format_percent(share, locale=_locale())


def finely(share: float) -> str:
    """A share of 0..1 in hundredths, with a digit after the point where there is one."""
    return format_percent(share, format="#,##0.#%", locale=_locale())


def signed(value: float) -> str:
    """A number with its sign, one digit after the point."""
    sign = "+" if value > 0 else "−" if value < 0 else ""  # a locale's own sign may bring marks that turn it around
    return sign + format_decimal(abs(value), format="0.0", locale=_locale())


def said_in(sentence: str, language: str) -> str:
    """A sentence of ours in another language than the page's."""
    return wording.catalogue(language).gettext(sentence)


def plurals(sentence: tuple[str, str]) -> str:
    """All plural forms of a sentence in the reader's language, for a script: CLDR's names to words with ``{n}``, as JSON."""
    rule = Locale.parse(_locale()).plural_form
    forms = {rule(number): current.words().ngettext(*sentence, number) for number in SAMPLES}
    return json.dumps({name: form.replace("%(num)d", "{n}") for name, form in forms.items()}, ensure_ascii=False)


def _locale() -> str:
    return LOCALES[current.language()]
