"""Sketches: texts that say nearly the same have 64 bits that are nearly the same (MinHash of two bits, Li and König 2010).

A text is the set of its words: their order, and how often one is said, do not count. Each word is hashed to 32 numbers; two
bits of the smallest of each are the sketch. Where a share ``s`` of all words of two texts is in both, a smallest number is the
same with probability ``s``, so they differ in about ``32 * (1 - s)`` bits: a word changed among 25 is two or three bits.
(A SimHash, where all words vote on each bit, differs in six.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from struct import Struct

from moderation.domain.text.formula import is_formula
from moderation.domain.text.link import Link
from moderation.domain.text.owner import owner
from moderation.domain.text.reading import Reading

NEAR = 3  # bits; texts that differ in no more have at least one of the four bands in common, and are always found
FEWEST = 8  # different words: in fewer, one word is everything, and many people honestly say the same
BAND = 16  # bits
BANDS = 4 << BAND  # bands of texts are below this number; those of names are not
OWNERS = 5  # of the links of one comment

_DIGITS = str.maketrans("123456789", "000000000")  # spammers number their copies
_numbers = Struct("<32H").unpack


@dataclass(frozen=True, slots=True)
class Trace:
    """What a comment leaves behind, to be compared with others.

    Attributes:
        text: Its sketch; None if it is too short to tell, or a formula.
        owners: Of its links, each with its mark.
    """

    text: int | None = None
    owners: Mapping[str, int] = field(default_factory=dict)

    @property
    def bands(self) -> dict[int, int]:
        """Every band by which it can be found, with what stands there: the sketch, or a mark."""
        of_owners = {band_of_mark(value): value for value in self.owners.values()}
        return of_owners if self.text is None else dict.fromkeys(bands(self.text), self.text) | of_owners


def trace(reading: Reading, links: Iterable[Link], key: bytes) -> Trace:
    """What a text leaves behind; ``links`` are those that count, of which the first few do."""
    owners = [name for name in dict.fromkeys(map(owner, links)) if name]
    return Trace(sketch(reading, key), {name: mark(name, key) for name in owners[:OWNERS]})


def sketch(reading: Reading, key: bytes) -> int | None:
    """64 bits, as a signed number; links have no say. None for what is too short to tell, and for formulas.

    Without the key (at most 64 bytes), nobody can write a text that is near another one and says something else.
    """
    said = {word.text for word in reading.said}
    if len(said) < FEWEST or is_formula(reading.said):
        return None
    words = "\n".join(sorted(said)).translate(_DIGITS).encode("utf-8", "surrogatepass").split(b"\n")
    digest = partial(blake2b, key=key)
    smallest = map(min, zip(*[_numbers(digest(word).digest()) for word in words], strict=True))
    bits = 0
    for number in smallest:
        bits = bits << 2 | number & 3
    return _signed(bits)


def bands(value: int) -> tuple[int, ...]:
    """Its four pieces of sixteen bits, each with its place: numbers of which near sketches share at least one."""
    return tuple(place << BAND | value >> place * BAND & 0xFFFF for place in range(4))


def distance(one: int, other: int) -> int:
    """In how many bits they differ: 0 to 64, about 30 for texts that have nothing to do with each other."""
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()


def mark(name: str, key: bytes) -> int:
    """64 bits that stand for a name, and for no other; signed likewise."""
    return _signed(int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), key=key, digest_size=8).digest()))


def band_of_mark(value: int) -> int:
    """The one band of a name: beyond those of texts, so that both can stand in one table."""
    return BANDS + value % (2**31 - BANDS)


def _signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits
