"""Reading XML element by element, in the memory of one: with no DTD and no entities of its own, whatever it claims to be.

Nothing is fetched, nothing expands, and what is wanted of a document leaves the memory before the next is read.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO
from xml.parsers import expat

from moderation.domain.moved import MoveError

CHUNK = 1 << 16  # bytes
LARGEST = 1 << 24  # characters of one element: an article with all it carries
DEEPEST = 100
MET = 1_000  # names that are remembered
SEPARATOR = " "


@dataclass(slots=True)
class Element:
    """An element with the texts of its children, the first of each name; names come without their namespaces."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    parts: "dict[str, Element]" = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a child; empty if there is none."""
        return self.texts.get(name, "").strip()


Ended = tuple[Element, Element | None]  # what has ended, and what it stands in, as far as that is known


def elements(stream: BinaryIO, root: str, wanted: Collection[str], step: Callable[[], None]) -> Iterator[Ended]:
    """The elements of these names as they end. ``step`` is called after each piece that was read.

    Raises:
        MoveError: It is no XML, or not with this root, or has a DTD, or ends too early.
    """
    reading = _Reading(root, wanted)
    while chunk := stream.read(CHUNK):
        reading.take(chunk)
        yield from reading.pop()
        step()
        reading.complain()
    reading.take(b"", last=True)
    yield from reading.pop()
    reading.complain()


class _Reading:
    """One pass through a document."""

    def __init__(self, root: str, wanted: Collection[str]) -> None:
        self._root, self._wanted = root, wanted
        self._open: list[Element] = []
        self._within = 0  # how many of those that are open are wanted
        self._pieces: list[str] = []
        self._size = 0
        self._ended: deque[Ended] = deque()
        self._trouble = ""
        self._parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def take(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            self._trouble = f"The file is broken at line {error.lineno}: {expat.ErrorString(error.code)}."
        except MoveError as error:
            self._trouble = str(error)

    def pop(self) -> Iterator[Ended]:
        while self._ended:
            yield self._ended.popleft()

    def complain(self) -> None:
        if self._trouble:
            raise MoveError(self._trouble)

    def _refuse(self, *_declared: object) -> None:
        raise MoveError(f"The file is refused: it declares a document type or entities (line {self._line}).")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        short = _short(name)
        if not self._open and short != self._root:
            raise MoveError(f"The file is no such export: it begins with <{short[:40]}>, not with <{self._root}>.")
        if len(self._open) >= DEEPEST:
            raise MoveError(f"The file is refused: it is nested too deeply (line {self._line}).")
        self._within += short in self._wanted
        self._open.append(Element(short, self._line, {_short(key): value for key, value in attributes.items()}))
        self._pieces, self._size = [], 0

    def _end(self, _name: str) -> None:
        ended, said = self._open.pop(), "".join(self._pieces)
        self._pieces, self._size = [], 0
        around = self._open[-1] if self._open else None
        if ended.name in self._wanted:
            self._ended.append((ended, around))
            self._within -= 1
        if around and self._within:
            around.texts.setdefault(ended.name, said)
            around.parts.setdefault(ended.name, ended)

    def _text(self, said: str) -> None:
        self._size += len(said)
        if self._size > LARGEST:
            raise MoveError(f"The file is refused: an element has no end in sight (line {self._line}).")
        self._pieces.append(said)

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber


@lru_cache(MET)
def _short(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]
