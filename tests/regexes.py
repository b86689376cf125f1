r"""Whether a regular expression can take more than linear time, read from its parsed form; nothing is measured.

Python's engine goes back and tries again. That costs more than the length of the text only if the same characters can be
divided in several ways, and something afterwards can fail. So four things are looked for, each a little too strictly:

``nested``    a repeat without bound that repeats something of varying length, or that can be empty: ``(a+)+``, ``(a?)*``
``fork``      a repeat without bound over alternatives that begin alike: ``(a|ab)*``
``adjacent``  two repeats without bound that share characters, and nothing between them that the first could not swallow: ``a*a*``
``restart``   a repeat without bound, after which something can fail, in a run within which a search can begin anew: ``a+b``
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import _parser as parser  # the only place that knows how Python reads a pattern
from typing import Any

Item = tuple[Any, Any]
REPEATS = {parser.MAX_REPEAT, parser.MIN_REPEAT}
LOOKS = {parser.ASSERT, parser.ASSERT_NOT, parser.AT}
MANY = 100  # so many times is without bound
CATEGORIES = {
    parser.CATEGORY_DIGIT: r"\d", parser.CATEGORY_NOT_DIGIT: r"\D", parser.CATEGORY_SPACE: r"\s",
    parser.CATEGORY_NOT_SPACE: r"\S", parser.CATEGORY_WORD: r"\w", parser.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One item of a flat sequence: what it can consist of, and whether it can be left out."""

    chars: frozenset[str]
    is_endless: bool
    is_optional: bool
    is_look: bool = False


class Analysis:
    """One pattern."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Parse it."""
        self.tree = parser.parse(pattern, flags)
        self.ignores_case = bool(self.tree.state.flags & re.IGNORECASE)
        self.groups: dict[int, Sequence[Item]] = {}
        points = {near for point in _points(self.tree) for near in (point - 1, point, point + 1)}
        self.alphabet = frozenset(map(chr, {*range(0x700), *(point for point in points if 0 <= point <= 0x10FFFF)}))

    def faults(self) -> set[str]:
        """What is wrong with it; nothing if it is linear."""
        ways = list(self.ways(list(self.tree)))
        return {fault for way in ways for fault in self._of_way(way, ways)} | set(self._inside(self.tree))

    def ways(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Every way through groups and alternatives, one after the other."""
        if not items:
            yield []
            return
        (code, argument), rest = items[0], items[1:]
        for begun in self._begun(code, argument):
            for way in self.ways(rest):
                yield begun + way

    def _begun(self, code: Any, argument: Any) -> Iterator[list[Item]]:
        if code is parser.SUBPATTERN:
            self.groups[argument[0] or 0] = argument[3]
            yield from self.ways(list(argument[3]))
        elif code is parser.BRANCH:
            for alternative in argument[1]:
                yield from self.ways(list(alternative))
        elif code in REPEATS and argument[:2] == (0, 1):
            yield []
            yield from self.ways(list(argument[2]))
        else:
            yield [(code, argument)]

    def _inside(self, items: Sequence[Item]) -> Iterator[str]:
        for code, argument in _every(items):
            if code in REPEATS and argument[1] >= MANY:
                ways = list(self.ways(list(argument[2])))
                if any(not way or any(_varies(item) for item in way) for way in ways):
                    yield "nested"
                firsts = [self._chars(*way[0]) for way in ways if way]
                if any(one & other for number, one in enumerate(firsts) for other in firsts[:number]):
                    yield "fork"

    def _of_way(self, way: list[Item], ways: Sequence[list[Item]]) -> Iterator[str]:
        parts = [self._part(*item) for item in way]
        for place, part in enumerate(parts):
            if part.is_endless:
                if self._meets_another(part, parts[place + 1 :]):
                    yield "adjacent"
                begun = way[: place + 1]
                rests = [other[place + 1 :] for other in ways if other[: place + 1] == begun]
                if all(map(self._can_fail, rests)) and self._can_begin_within(part, way, parts[: place + 1]):
                    yield "restart"

    def _can_fail(self, rest: Sequence[Item]) -> bool:
        return any(part.is_look or not part.is_optional for part in (self._part(*item) for item in rest))

    @staticmethod
    def _meets_another(part: Part, later: Sequence[Part]) -> bool:
        for other in later:
            if other.is_endless and other.chars & part.chars:
                return True
            if not (other.is_look or other.is_optional or other.chars & part.chars):
                return False
        return False

    def _can_begin_within(self, part: Part, way: Sequence[Item], before: Sequence[Part]) -> bool:
        """Whether a search that failed can begin again among the characters that this repeat has swallowed."""
        code, argument = way[0]
        if code is parser.AT and argument in {parser.AT_BEGINNING_STRING, parser.AT_BEGINNING}:
            return False
        if code is parser.ASSERT and argument[0] < 0:  # what must stand before
            return bool(self._union(argument[1]) & part.chars)
        first = next(one for one in before if not one.is_look)
        return bool(first.chars & part.chars)

    def _part(self, code: Any, argument: Any) -> Part:
        if code in LOOKS:
            return Part(frozenset(), is_endless=False, is_optional=True, is_look=True)
        if code in REPEATS:
            return Part(self._union(argument[2]), argument[1] >= MANY, argument[0] == 0)
        return Part(self._chars(code, argument), is_endless=False, is_optional=False)

    def _union(self, items: Sequence[Item]) -> frozenset[str]:
        return frozenset().union(*(self._chars(*item) for item in items))

    def _chars(self, code: Any, argument: Any) -> frozenset[str]:
        """What an item can consist of, out of the alphabet."""
        if code in REPEATS:
            return self._union(argument[2])
        if code is parser.SUBPATTERN:
            return self._union(argument[3])
        if code is parser.BRANCH:
            return frozenset().union(*map(self._union, argument[1]))
        if code is parser.GROUPREF:
            return self._union(self.groups[argument])
        if code in LOOKS:
            return frozenset()
        found = frozenset(char for char in self.alphabet if _fits(char, code, argument))
        return found | {twin for char in found for twin in (char.lower(), char.upper())} if self.ignores_case else found


def _fits(char: str, code: Any, argument: Any) -> bool:
    """Whether one character is one of a set."""
    if code is parser.LITERAL:
        return bool(ord(char) == argument)
    if code is parser.NOT_LITERAL:
        return bool(ord(char) != argument)
    if code is parser.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    if code is parser.CATEGORY:
        return bool(re.match(CATEGORIES[argument], char))
    if code is parser.ANY:
        return True
    assert code is parser.IN, code  # anything else would have to be thought about
    is_negated = argument[0][0] is parser.NEGATE
    return is_negated != any(_fits(char, *one) for one in argument[is_negated:])


def _varies(item: Item) -> bool:
    code, argument = item
    return code in REPEATS and (argument[0] != argument[1] or any(map(_varies, argument[2])))


def _every(items: Sequence[Item]) -> Iterator[Item]:
    """Every item, at every depth."""
    for code, argument in items:
        yield code, argument
        for inner in _within(code, argument):
            yield from _every(inner)


def _within(code: Any, argument: Any) -> Sequence[Sequence[Item]]:
    if code in REPEATS:
        return [argument[2]]
    if code is parser.SUBPATTERN:
        return [argument[3]]
    if code is parser.BRANCH:
        return list(argument[1])
    return [argument[1]] if code in {parser.ASSERT, parser.ASSERT_NOT} else []


def _points(items: Sequence[Item]) -> Iterator[int]:
    """Where sets begin and end: two of them share a character only if they share one of these, or one beside it."""
    for code, argument in _every(items):
        for inner, value in argument if code is parser.IN else [(code, argument)]:
            if inner in {parser.LITERAL, parser.NOT_LITERAL}:
                yield value
            elif inner is parser.RANGE:
                yield from value
