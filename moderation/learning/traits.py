"""Fifteen things that can be said of a text without reading it, each in steps: "no link", "one", "two", "more".

Steps, and not amounts: an amount without a bound is how a model learns that everything long is spam.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from moderation.domain.text import Reading, Table
from moderation.learning.hashing import Ints

_MAIL = re.compile(r"[\w.+\-]@[\w\-]{1,63}\.\w")
_PHONE = re.compile(r"\d[\d ().\-]{6,20}\d")
_HANDLE = re.compile(r"(?<!\S)[@#]\w")
_RUN = re.compile(r"(\S)\1{2,}")
_MONEY = "$€£¥₿%"


# The first that fits; each group is named after its letter.
_SPECIAL = re.compile(f"(?P<n>\n)|(?P<s>\\s)|(?P<m>[{re.escape(_MONEY)}])|(?P<q>[?؟])|(?P<e>[\u2600-\U0010ffff])")


def _kind(char: str) -> str:
    """One letter for a code point.

    u upper case, l another letter, 0 digit, n line break, s other space, m money, q question mark, e emoji and the like, else itself.
    """
    if char.isalpha():
        return "u" if char.isupper() else "l"
    if char.isdecimal():
        return "0"
    special = _SPECIAL.match(char)
    return str(special.lastgroup) if special else char


_KINDS = Table(_kind)


class _Seen(NamedTuple):
    """A text, and its kinds."""

    reading: Reading
    kinds: str

    def share(self, kind: str) -> float:
        """How much of the text is of a kind, 0..1."""
        return self.kinds.count(kind) / max(len(self.kinds), 1)


_Trait = tuple[str, Callable[[_Seen], float], tuple[float, ...]]
_LANGUAGES = ("ar", "fr", "en")

_TRAITS: tuple[_Trait, ...] = (
    ("length", lambda seen: len(seen.kinds), (20, 60, 150, 400)),
    ("links", lambda seen: len(seen.reading.links), (1, 2, 3)),
    ("addresses", lambda seen: len(_MAIL.findall(seen.reading.original)), (1,)),
    ("phones", lambda seen: len(_PHONE.findall(seen.reading.original)), (1,)),
    ("digits", lambda seen: seen.share("0"), (0.001, 0.05, 0.15)),
    (
        "capitals",
        lambda seen: seen.kinds.count("u") / max(seen.kinds.count("u") + seen.kinds.count("l"), 1),
        (0.001, 0.1, 0.3, 0.6),
    ),
    ("exclamations", lambda seen: seen.kinds.count("!"), (1, 3)),
    ("questions", lambda seen: seen.kinds.count("q"), (1, 3)),
    ("emoji", lambda seen: seen.kinds.count("e"), (1, 4)),
    ("money", lambda seen: seen.kinds.count("m"), (1, 2)),
    ("handles", lambda seen: len(_HANDLE.findall(seen.reading.original)), (1, 3)),
    ("lines", lambda seen: seen.kinds.count("n"), (1, 4)),
    ("runs", lambda seen: len(_RUN.findall(seen.reading.original)), (1, 3)),
    ("disguises", lambda seen: len(seen.reading.marks), (1,)),
    (
        "language",
        lambda seen: _LANGUAGES.index(seen.reading.language) if seen.reading.language in _LANGUAGES else 3,
        (1, 2, 3),
    ),
)
NAMES = tuple(f"{name}_{step}" for name, _, steps in _TRAITS for step in range(len(steps) + 1))
COUNT = len(_TRAITS)  # of each text
_FIRST = tuple(np.cumsum([0, *(len(steps) + 1 for _, _, steps in _TRAITS)])[:-1].tolist())


def traits(readings: Sequence[Reading]) -> Ints:
    """The number of each trait of each text, int64[n, COUNT]; ``NAMES`` says what they are."""
    return np.array([_of(reading) for reading in readings], dtype=np.int64).reshape(-1, COUNT)


def _of(reading: Reading) -> list[int]:
    seen = _Seen(reading, reading.original.translate(_KINDS))
    return [first + bisect_right(steps, value(seen)) for first, (_, value, steps) in zip(_FIRST, _TRAITS, strict=True)]
