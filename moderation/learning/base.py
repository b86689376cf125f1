"""Building the base: rows of many sources, each source with about the same say, and comments of news sites as plain comments.

A base is judged by sites it has never seen. So no source may teach "this is how *we* write": every source counts the same for
what it has of each label, however large it is.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from moderation.domain import text
from moderation.learning.features import COLUMNS, Features, Parts, take_apart, weigh
from moderation.learning.fitting import Loss, Vector, regress
from moderation.learning.hashing import BUCKETS, Floats
from moderation.learning.model import ANSWERS, QUESTIONS, Base, Line

LABELS = tuple(chain.from_iterable(ANSWERS.values()))
MOST = 1500  # rows of one label of one source
_SAY = 1000.0  # what all rows of one label of one source count together, at most
_LOOSE = 10.0
_LESS = {"spam": 1.0, "offensive": 0.25}  # of rows that were collected for the other question
_CHUNK = 1000


class Row(NamedTuple):
    """One labelled text.

    Attributes:
        label: One of ``LABELS``.
        source: Where it was collected.
        key: By which it is chosen if there are too many; any text that differs.
    """

    text: str
    label: str
    source: str
    key: str


def choose(rows: Iterable[Row]) -> list[Row]:
    """At most ``MOST`` of each label and source, always the same ones, in an order that does not depend on the files'."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.source, row.label), []).append(row)
    return [
        row for _, group in sorted(groups.items()) for row in sorted(group, key=lambda row: (row.key, row.text))[:MOST]
    ]


def build(rows: Sequence[Row], tell: Callable[[str], object] = lambda _: None) -> Base:
    """A base from rows that were chosen. The same rows give the same base; ``tell`` hears of each step."""
    tell("reading")
    parts = [take_apart([text.read(row.text) for row in rows[at : at + _CHUNK]]) for at in range(0, len(rows), _CHUNK)]
    rarity = _rarity(parts, len(rows))
    features = _together([weigh(one, rarity) for one in parts])
    lines = {}
    for question in QUESTIONS:
        tell(question)
        lines[question] = _line(features, rows, question)
    return Base(rarity, lines)


def _rarity(parts: Sequence[Parts], count: int) -> Floats:
    """The inverse document frequency of each bucket, smoothed as usual, after Spärck Jones (1972)."""
    seen = np.zeros(BUCKETS)
    for one in parts:
        features = weigh(one, np.ones(BUCKETS, dtype=np.float32))
        cells = np.unique(features.text * COLUMNS + features.column) % COLUMNS
        seen += np.bincount(cells, minlength=COLUMNS)[:BUCKETS]
    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float32)


def _together(chunks: Sequence[Features]) -> Features:
    first = np.cumsum([0, *(chunk.count for chunk in chunks)])
    texts = np.concatenate([chunk.text + offset for chunk, offset in zip(chunks, first, strict=False)])
    columns = np.concatenate([chunk.column for chunk in chunks])
    values = np.concatenate([chunk.value for chunk in chunks])
    return Features(int(first[-1]), COLUMNS, texts, columns, values, np.empty(0, dtype=np.int64))


def weights(rows: Sequence[Row], question: str) -> Vector:
    """What each row counts for a question; 0 if it says nothing of it. float64[n]."""
    labels = [_label(row, question) for row in rows]
    groups: dict[tuple[str, int | None], float] = {}
    for row, label in zip(rows, labels, strict=True):
        groups[row.source, label] = groups.get((row.source, label), 0.0) + 1
    counts = [
        0.0 if label is None else min(1.0, _SAY / groups[row.source, label]) * (1.0 if row.label in ANSWERS[question] else _LESS[question])
        for row, label in zip(rows, labels, strict=True)
    ]  # fmt: skip
    return np.array(counts)


def _label(row: Row, question: str) -> int | None:
    """1, 0, or nothing: whether spam offends, nobody has said."""
    if row.label == question:
        return 1
    return None if question == "offensive" and row.label == "spam" else 0


def _line(features: Features, rows: Sequence[Row], question: str) -> Line:
    labels = np.array([_label(row, question) or 0 for row in rows], dtype=np.float64)
    found, bias = regress(features, Loss(labels, weights(rows, question)), 0.0, _LOOSE, 0.0)
    return Line(found.astype(np.float32), bias)
