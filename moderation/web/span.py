"""Which sites and which days are asked for, in a URL."""

import re
from datetime import date, timedelta

from flask import current_app

from moderation.domain.errors import FieldError, InvalidError, NotFoundError
from moderation.domain.insight import LONGEST, Period
from moderation.services.tallies import Tallies
from moderation.web import current, login, queries

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
USUAL = 30  # days
FIRST, LAST = date(1970, 1, 2), date(9998, 12, 31)  # what ids and clocks can say


def sites() -> tuple[int, ...]:
    """Numbers of the sites: the one that is named, else all of the person's.

    Raises:
        NotFoundError: There is none of this name, or it is not theirs.
    """
    key = queries.one("site")
    person = login.moderator()
    if key:
        site = current.context().directory.by_key(key)
        if not person.sees(site.id):
            raise NotFoundError("site")
        return (site.id,)
    return tuple(site.id for site in current.context().directory.every() if person.sees(site.id))


def tallies() -> Tallies:
    """What this process has counted already."""
    found: Tallies = current_app.extensions["tallies"]
    return found


def latest(days: int) -> Period:
    """So many days until today."""
    today = current.now().date()
    return Period(today - timedelta(days=days - 1), today)


def period() -> Period:
    """The days between ``from`` and ``to``, both included, whichever is earlier; without them, the latest ones.

    Raises:
        InvalidError: They are no days, or too far apart.
    """
    end = _day("to", latest(USUAL).last)
    begin = _day("from", max(end - timedelta(days=USUAL - 1), FIRST))
    found = Period(min(begin, end), max(begin, end))
    if (found.last - found.first).days >= LONGEST:
        raise InvalidError(FieldError("from", "invalid"))
    return found


def _day(name: str, otherwise: date) -> date:
    typed = queries.one(name)
    if not typed:
        return otherwise
    try:
        found = date.fromisoformat(typed if _DAY.fullmatch(typed) else "")
    except ValueError:
        raise InvalidError(FieldError(name, "invalid")) from None
    if not FIRST <= found <= LAST:
        raise InvalidError(FieldError(name, "invalid"))
    return found
