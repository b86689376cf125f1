"""From pieces of text to buckets: stable across machines, processes and versions of Python."""

import zlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float32]
Codes: TypeAlias = npt.NDArray[np.uint64]

BITS = 18
BUCKETS = 1 << BITS
_STEP = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio, Knuth (TAOCP 3, 6.4)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)  # of SplitMix64, Steele et al. (2014)
_FOLD, _DOWN = np.uint64(31), np.uint64(64 - BITS)


def sums(places: Ints, values: npt.NDArray[np.floating], count: int) -> npt.NDArray[np.float64]:
    """The sum of the values at each place, float64[count]."""
    return np.bincount(places, values, count).astype(np.float64, copy=False)


def codes(pieces: Iterable[str]) -> Codes:
    """A number for each piece."""
    return np.array([zlib.crc32(piece.encode("utf-8", "surrogatepass")) for piece in pieces], dtype=np.uint64)


def join(left: Codes, right: Codes) -> Codes:
    """A number for two that stand beside each other; order counts."""
    return left * _STEP + right


def buckets(numbers: Codes, kind: int) -> Ints:
    """Where each number is counted, 0 to ``BUCKETS`` - 1; numbers of another kind are scattered in another way."""
    spread = numbers + (np.uint64(kind) << np.uint64(40))
    return ((spread ^ (spread >> _FOLD)) * _SPREAD >> _DOWN).astype(np.int64)
