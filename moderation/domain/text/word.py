"""Words: folded, and where they stood."""

import re
from typing import NamedTuple

from moderation.domain.text.folding import fold
from moderation.domain.text.lookalike import disguised, skeleton
from moderation.domain.text.shape import HIDDEN, LETTERS, shape

_WORD = re.compile(f"[{LETTERS}0][{LETTERS}0mk{HIDDEN}]*")


class Word(NamedTuple):
    """One word.

    Attributes:
        text: Folded; the ``skeleton`` if the word is written with lookalikes.
        start: In code points of the original.
        end: Likewise, half-open.
    """

    text: str
    start: int
    end: int


def words(value: str) -> tuple[Word, ...]:
    """All words in order: letters and digits of any script. Marks, tatweel and invisible characters do not end a word."""
    return find(value, shape(value))


def find(value: str, form: str) -> tuple[Word, ...]:
    """The words of a value whose shape is known."""
    places = spans(form)
    texts = fold("\n".join([value[start:end] for start, end in places])).split("\n")  # one call for all is much faster
    found = [Word(_spaced(text), start, end) for text, (start, end) in zip(texts, places, strict=False)]
    return tuple(_unmasked(value, form, found) if "c" in form or "g" in form else found)


def spans(form: str) -> list[tuple[int, int]]:
    """Where the words stand; what is invisible at a word's end is not part of it."""
    return [(match.start(), match.start() + len(match[0].rstrip(HIDDEN))) for match in _WORD.finditer(form)]


def _unmasked(value: str, form: str, found: list[Word]) -> list[Word]:
    """The same words, those written with lookalikes as their skeleton."""
    return [
        Word(skeleton(value[word.start : word.end]), word.start, word.end)
        if disguised(value[word.start : word.end], form[word.start : word.end])
        else word
        for word in found
    ]


def _spaced(text: str) -> str:
    """A ligature can stand for a whole formula of prayer, and some letters unfold into a space before a mark."""
    return " ".join(text.split()) if " " in text else text
