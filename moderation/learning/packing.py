"""Parts of texts as bytes, so that a lesson outlives its comment: numbers of buckets, from which no text can be read back."""

from collections.abc import Sequence

import numpy as np

from moderation.learning import traits
from moderation.learning.features import Parts
from moderation.learning.hashing import Ints
from moderation.learning.pieces import Pieces

_TYPE = np.dtype("<i4")


def pack(parts: Parts) -> list[bytes]:
    """Each text by itself: how many words, their buckets, the buckets of its characters, its traits."""
    words, characters = (_by_text(view, parts.count) for view in (parts.words, parts.characters))
    return [
        np.concatenate([[len(own)], own, runs, named]).astype(_TYPE).tobytes()
        for own, runs, named in zip(words, characters, parts.traits, strict=True)
    ]


def unpack(packed: Sequence[bytes]) -> Parts:
    """The same, back; where the pieces stood is forgotten."""
    rows = [np.frombuffer(one, dtype=_TYPE).astype(np.int64) for one in packed]
    return Parts(
        len(rows),
        _together([row[1 : 1 + row[0]] for row in rows]),
        _together([row[1 + row[0] : len(row) - traits.COUNT] for row in rows]),
        np.array([row[len(row) - traits.COUNT :] for row in rows], dtype=np.int64).reshape(-1, traits.COUNT),
    )


def _by_text(view: Pieces, count: int) -> list[Ints]:
    order = np.argsort(view.text, kind="stable")
    ends = np.cumsum(np.bincount(view.text, minlength=count))
    return np.split(view.bucket[order], ends[:-1])[:count]


def _together(rows: list[Ints]) -> Pieces:
    text = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    bucket = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    return Pieces(text, bucket, np.full(len(text), -1))
