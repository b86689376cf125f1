"""What a model sees of a batch of texts: three views, each of the same length whatever the text's.

Every time a piece is there it counts once, so nothing needs to be sorted or counted together, neither to score nor to fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from moderation.domain.text import Reading
from moderation.learning import pieces, traits
from moderation.learning.hashing import BUCKETS, Floats, Ints, sums
from moderation.learning.pieces import Pieces

COLUMNS = BUCKETS + len(traits.NAMES)  # buckets first, then traits
_TRAIT = 0.5 / np.sqrt(traits.COUNT)  # so that all traits of a text together weigh half of what its words do


@dataclass(frozen=True, slots=True)
class Parts:
    """Texts, taken apart.

    Attributes:
        traits: int64[count, traits.COUNT].
    """

    count: int
    words: Pieces
    characters: Pieces
    traits: Ints


@dataclass(frozen=True, slots=True)
class Features:
    """A sparse matrix, one row for each text; an entry may be there several times and then counts as often.

    Attributes:
        count: How many texts.
        width: How many columns.
        text: Row of each entry, int64[m].
        column: Its column, int64[m].
        value: float32[m]; the squares of a row add up to about 2.25.
        start: Where the piece begins in its original, in code points, int64[m]; -1 for traits.
    """

    count: int
    width: int
    text: Ints
    column: Ints
    value: Floats
    start: Ints

    def dot(self, weights: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Each row times the weights, float64[count]."""
        return sums(self.text, self.value * weights[self.column], self.count)

    def back(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The transposed matrix times a value for each row, float64[width]."""
        return sums(self.column, self.value * rows[self.text], self.width)

    def rows(self, wanted: npt.NDArray[np.bool_]) -> "Features":
        """Some of the rows, in their order."""
        number, kept = np.cumsum(wanted) - 1, wanted[self.text]
        return Features(
            int(wanted.sum()), self.width, number[self.text[kept]], self.column[kept], self.value[kept], self.start[kept]
        )  # fmt: skip

    def narrow(self) -> tuple["Features", Ints]:
        """The same with only the columns that are used, and which those were."""
        used, column = np.unique(self.column, return_inverse=True)
        return replace(self, width=len(used), column=column), used


def take_apart(readings: Sequence[Reading]) -> Parts:
    """What is in some texts."""
    return Parts(len(readings), pieces.words(readings), pieces.characters(readings), traits.traits(readings))


def weigh(parts: Parts, rarity: Floats) -> Features:
    """The features of texts; ``rarity`` says how telling each bucket is, float32[BUCKETS]."""
    views = [_view(found, parts.count, rarity) for found in (parts.words, parts.characters)]
    views.append((
        np.repeat(np.arange(parts.count), traits.COUNT), parts.traits.ravel() + BUCKETS,
        np.full(parts.traits.size, _TRAIT, dtype=np.float32), np.full(parts.traits.size, -1),
    ))  # fmt: skip
    text, column, value, start = (np.concatenate(arrays) for arrays in zip(*views, strict=True))
    return Features(parts.count, COLUMNS, text, column, value, start)


def _view(found: Pieces, count: int, rarity: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """The pieces of one view, weighted so that each text's have a length of about one."""
    value = rarity[found.bucket]
    length = np.sqrt(np.maximum(sums(found.text, value * value, count), 1.0)).astype(np.float32)
    return found.text, found.bucket, value / length[found.text], found.start
