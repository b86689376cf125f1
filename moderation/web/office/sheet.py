"""A form that came in: what was typed stays, what is wrong is said beside the field."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from flask import request
from pydantic_core import PydanticCustomError

from moderation.domain.errors import FieldError
from moderation.web import current, words
from moderation.web.fields import cleaned, line

Value = TypeVar("Value")
LONGEST = 2_000  # characters of a field that are shown again; more is no mistake in typing


class Sheet:
    """What was typed, and what is wrong with it.

    Attributes:
        typed: What stands in the fields when the page is shown again.
        faults: Sentences by the name of the field.
    """

    def __init__(self, typed: Mapping[str, str], ticked: Iterable[str] = ()) -> None:
        """A form with this in it; ``ticked``: what of its boxes is, such as ``required:email``."""
        self.typed = dict(typed)
        self.ticked = frozenset(ticked)
        self.faults: dict[str, str] = {}

    @classmethod
    def sent(cls) -> "Sheet":
        """The form of the request."""
        pairs = [(name[:LONGEST], value[:LONGEST]) for name, value in request.form.items(multi=True)]
        return cls({name: value.strip() for name, value in pairs}, (f"{name}:{value}" for name, value in pairs))

    def get(self, name: str) -> str:
        """What stands in a field; empty if nothing does."""
        return self.typed.get(name, "")

    def has(self, name: str, value: str) -> bool:
        """Whether a box is ticked."""
        return f"{name}:{value}" in self.ticked

    def fault(self, name: str, sentence: str) -> None:
        """Something is wrong with a field; the first that is found is told."""
        self.faults.setdefault(name, current.words().gettext(sentence))

    def line(self, name: str, limit: int, *, required: bool = False) -> str:
        """One line of text without what nobody types."""
        try:
            value = line(cleaned(limit)(request.form.get(name, "")))
        except PydanticCustomError as error:
            return self._refuse(name, error.type, dict(error.context or {}))
        return self._refuse(name, "required", {}) if required and not value else value

    def read(self, name: str, reader: Callable[[str], Value], sentence: str) -> Value | None:
        """What a reader makes of a field; None if it refuses it."""
        try:
            return reader(self.get(name))
        except (ValueError, KeyError, OverflowError):
            self.fault(name, sentence)
            return None

    def choice(self, name: str, among: Iterable[str]) -> str:
        """One of some words; the first if it is none of them: only who made the form by hand sends another."""
        known = tuple(among)
        return self.get(name) if self.get(name) in known else known[0]

    def _refuse(self, name: str, code: str, params: dict[str, int]) -> str:
        self.faults.setdefault(name, words.of_error(current.words(), FieldError(name, code, params)))
        return ""
