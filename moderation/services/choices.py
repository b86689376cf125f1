"""What a site can choose, as it is typed: on the command line as ``NAME=VALUE``, in the console in a form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from moderation.adapters import pages, reach
from moderation.domain import approval, listed
from moderation.domain.site import LANGUAGES, Keeping

FIELDS = ("name", "email", "url")
SECRET = re.compile(r"[!-~]{0,200}")
DAY = 1440  # minutes
CENTURY = 5  # digits of a number of days that a calendar can add


def read(name: str, typed: str) -> Any:
    """The value of a choice, as it is kept.

    Raises:
        ValueError: It cannot be that; the text says nothing of it.
        KeyError: There is no such choice.
    """
    reader = READERS[name]
    try:
        return reader(typed)
    except (ValueError, KeyError):
        raise ValueError(name) from None


def origin(typed: str) -> str:
    """The origin of a web address, as browsers write it.

    Raises:
        UrlError: It is none.
    """
    return pages.origin_of(pages.normalise(typed))


def _fields(value: str) -> list[str]:
    chosen = [part for part in value.split(",") if part]
    if set(chosen) - set(FIELDS):
        raise ValueError(value)
    return chosen


def _categories(value: str) -> tuple[str, ...]:
    chosen = [part.strip() for part in value.split(",") if part.strip()]
    if set(chosen) - set(approval.CATEGORIES):
        raise ValueError(value)
    return approval.ordered(chosen)


def _switch(value: str) -> bool:
    return {"on": True, "off": False}[value]


def _share(value: str) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise ValueError(value)
    return share


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= CENTURY):
        raise ValueError(value)
    return int(value)


def _server(value: str) -> str:
    return reach.normalise(value) if value else ""


def _secret(value: str) -> str:
    if not SECRET.fullmatch(value):
        raise ValueError
    return value


def _between(least: int, most: int) -> Callable[[str], int]:
    def bounded(value: str) -> int:
        if not least <= _number(value) <= most:
            raise ValueError(value)
        return int(value)

    return bounded


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(value)
    return value


def _permalink(value: str) -> str:
    """Where a page is by its number; empty takes it back."""
    if value and value.count("{id}") != 1:
        raise ValueError(value)
    return value if not value or pages.normalise(value.replace("{id}", "1")) else ""


READERS: Mapping[str, Callable[[str], Any]] = {
    "language": _language,
    "required": _fields,
    "hold_first": _switch,
    "trust_after": _between(1, 100),
    "links": _between(0, 100),
    "approve_below": _share,
    "spam_above": _share,
    "edit_minutes": _between(0, DAY),
    "close_after_days": _number,
    "second_looks": _between(0, 20),
    "permalink": _permalink,
    **{f"keep_{field.name}_days": _number for field in fields(Keeping)},
    "akismet_url": _server,
    "akismet_key": _secret,
    "classifier_url": _server,
    "words": lambda value: sorted({listed.entry(word.strip()) for word in value.split(",") if word.strip()}),
    "starter_words": _switch,
    "two_approvals": _categories,
}
