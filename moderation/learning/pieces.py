"""The pieces that texts are taken apart into: normalised words and pairs of them, and raw characters within words.

Words are folded (``text.fold``), so that spelling does not matter; characters are as typed, because odd spelling is a sign. Each
piece remembers where it stood, so that whatever it weighed can be shown on the original.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from moderation.domain.text import Reading, Table
from moderation.learning.hashing import Codes, Ints, buckets, codes, join

LENGTHS = range(2, 6)  # code points in a run of characters
_WORD, _PAIR = 1, 6  # kinds of buckets; a run of characters is of the kind of its length
_EMOJI = re.compile("[\u203c\u2049\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]")
_SPACE = 32


class Pieces(NamedTuple):
    """Pieces of a batch of texts, in no particular order; one entry for each time a piece is there.

    Attributes:
        text: Which of the texts, int64[n].
        bucket: Where it is counted, int64[n].
        start: Where it begins, in code points of its original, int64[n].
    """

    text: Ints
    bucket: Ints
    start: Ints


def words(readings: Sequence[Reading]) -> Pieces:
    """Folded words outside of links, the hosts of links, emoji, and each two words that follow one another."""
    found = [_tokens(reading) for reading in readings]
    text = np.repeat(np.arange(len(found)), [len(tokens) for tokens in found])
    tokens = list(chain.from_iterable(found))
    start = np.array([place for place, _ in tokens], dtype=np.int64)
    names = codes(name for _, name in tokens)
    beside = np.flatnonzero(text[1:] == text[:-1])
    pairs = join(names[beside], names[beside + 1])
    return Pieces(
        np.concatenate([text, text[beside]]),
        np.concatenate([buckets(names, _WORD), buckets(pairs, _PAIR)]),
        np.concatenate([start, start[beside]]),
    )


def _tokens(reading: Reading) -> list[tuple[int, str]]:
    """Where each token stands, and its name."""
    tokens = [(word.start, word.text) for word in reading.said]
    tokens += [(link.start, f"//{link.host}") for link in reading.links]
    tokens += [(match.start(), match[0]) for match in _EMOJI.finditer(reading.original)]
    return sorted(tokens)


def characters(readings: Sequence[Reading]) -> Pieces:
    """Runs of two to five characters that do not reach over a space, those at a word's ends with the space beside them."""
    originals = [reading.original for reading in readings]
    typed = np.frombuffer(
        f" {' '.join(original.translate(_LOWER) for original in originals)} ".encode("utf-32-le", "surrogatepass"),
        dtype=np.uint32,
    ).astype(np.uint64)
    owner, offset = _owners(originals)
    found = list(_runs(typed))
    at = np.concatenate([places for places, _ in found])
    return Pieces(owner[at + 1], np.concatenate([bucket for _, bucket in found]), np.maximum(offset[at + 1] - 1, 0))


def _owners(originals: Sequence[str]) -> tuple[Ints, Ints]:
    """Of each code point of all texts with spaces before, between and after: its text, and its place in it (-1: before it)."""
    lengths = np.array([len(original) + 1 for original in originals], dtype=np.int64)
    owner = np.repeat(np.arange(len(originals)), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    inside = np.arange(len(owner)) - first
    return np.concatenate([[0], owner]), np.concatenate([[-1], inside])


def _runs(typed: Codes) -> Iterator[tuple[Ints, Ints]]:
    """Where runs of each length begin, and their buckets."""
    space = typed == _SPACE
    number, broken = typed, np.zeros(len(typed), dtype=bool)
    for length in LENGTHS:
        number = join(number[:-1], typed[length - 1 :])
        broken = broken[:-1] | space[length - 2 : -1] if length > LENGTHS[0] else space[:-1] & space[1:]
        at = np.flatnonzero(~broken)
        yield at, buckets(number[at], length)
        if length == LENGTHS[0]:
            broken = np.zeros(len(number), dtype=bool)


def _lower(char: str) -> str:
    """One code point for one: lower case, every digit as 0, every white space as a space."""
    if char.isspace():
        return " "
    lower = "0" if char.isdecimal() else char.lower()
    return lower if len(lower) == 1 else char


_LOWER = Table(_lower)
