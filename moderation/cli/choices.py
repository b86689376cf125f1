"""What a site can choose, as it is typed: ``NAME=VALUE``."""

import re
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from moderation.adapters import pages, reach
from moderation.domain import listed
from moderation.domain.site import LANGUAGES, Keeping

FIELDS = ("name", "email", "url")
SECRET = re.compile(r"[!-~]{0,200}")
UNTOLD = {
    "akismet_url",
    "akismet_key",
    "classifier_url",
}  # what is wrong with them is not repeated: it may hold a secret
DAY = 1440  # minutes
CENTURY = 5  # digits of a number of days that a calendar can add


def read(choice: str) -> tuple[str, Any]:
    """A choice: its name and value.

    Raises:
        click.BadParameter: There is no such choice, or it cannot be that.
    """
    name, _, value = choice.partition("=")
    reader = READERS.get(name)
    if reader is None:
        raise click.BadParameter(f"{name}: one of {', '.join(READERS)}", param_hint="NAME=VALUE")
    try:
        return name, reader(value)
    except (ValueError, KeyError):
        said = "that" if name in UNTOLD else f"“{value}”"
        raise click.BadParameter(f"{name} cannot be {said}", param_hint="NAME=VALUE") from None


def _fields(value: str) -> list[str]:
    chosen = [part for part in value.split(",") if part]
    if set(chosen) - set(FIELDS):
        raise ValueError(value)
    return chosen


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
    key = sys.stdin.readline().strip() if value == "-" else value
    if not SECRET.fullmatch(key):
        raise ValueError
    return key


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


READERS: dict[str, Any] = {
    "language": _language,
    "required": _fields,
    "hold_first": _switch,
    "trust_after": _between(1, 100),
    "links": _between(0, 100),
    "approve_below": _share,
    "spam_above": _share,
    "edit_minutes": _between(0, DAY),
    "close_after_days": _number,
    "permalink": _permalink,
    **{f"keep_{field.name}_days": _number for field in fields(Keeping)},
    "akismet_url": _server,
    "akismet_key": _secret,
    "classifier_url": _server,
    "words": lambda value: sorted({listed.entry(word.strip()) for word in value.split(",") if word.strip()}),
    "starter_words": _switch,
}
