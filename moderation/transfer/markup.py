"""From the HTML of other systems to the Markdown of ours: what was text stays text, links and emphasis are kept.

Nothing of it is trusted: whatever comes out here is rendered and sanitised like everything a reader types.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "div", "blockquote", "ul", "ol", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
)
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
MARKED = frozenset(MARKS.values())
UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object"})
DEEPEST = 8  # quotes inside each other; further ones are written on the same level
_TAGGED = re.compile(r"[<&]")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+", re.IGNORECASE)  # of a link that can be written with <…>
_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|[ \t]*(?:\n|\Z))|`|\](?=\(|\Z)|(?<=\S)\*|\*(?=\S|\Z)|\A\*"
    r"|(?<![^\W_])_|_(?![^\W_])"  # a low line inside a word is none of Markdown's
    r"|<(?=[a-zA-Z][^\s<>]*[:@]|\Z)|&(?=#?\w{1,31};)"
)
_BEGINNING = re.compile(r"^([ \t]*)([-+*](?=\s|\Z)|>|~(?=~~)|\d{1,9}(?=[.)](?:\s|\Z)))", re.MULTILINE)
_GAPS = re.compile(r"\n[ \t]*\n\s*")


def to_markdown(html: str) -> str:
    """The text of a piece of HTML. A line break in it is one, as in comments of WordPress."""
    if not _TAGGED.search(html):
        return _GAPS.sub("\n\n", "\n".join(map(str.strip, escaped(html).split("\n")))).strip()
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.finished()


def escaped(text: str) -> str:
    """Markdown that says exactly this. Addresses stay as they are, to become links."""
    pieces, at = [], 0
    for found in _WEB.finditer(text):
        pieces += [_plain(text[at : found.start()]), found[0]]
        at = found.end()
    pieces.append(_plain(text[at:]))
    return _BEGINNING.sub(_defused, "".join(pieces))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _defused(found: re.Match[str]) -> str:
    """What would begin a list, a quote or a piece of code."""
    return f"{found[1]}{found[2]}\\" if found[2][0].isdigit() else f"{found[1]}\\{found[2]}"


@dataclass(frozen=True, slots=True, eq=False)
class _Span:
    """An element inside a block, and how it is said: as nothing inside another one, but for code that is emphasised."""

    tag: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a span begins, or ends."""

    span: _Span
    begins: bool


_Piece = str | _Edge


def _say(pieces: Sequence[_Piece]) -> str:
    """One text of them; of the spans those that Markdown would take for such, for nothing else may change."""
    pieces = _merged([piece for piece in pieces if piece])
    said = ["" if isinstance(piece, _Edge) else piece for piece in pieces]
    following, last = _following(said), ""  # signs: the first one after each piece, the last one so far
    begun: dict[_Span, tuple[int, str]] = {}
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            last = piece[-1]
        elif piece.begins:
            begun[piece.span] = at, last
        elif piece.span in begun:
            begin, before = begun.pop(piece.span)
            mark, inside = piece.span.mark, "".join(said[begin:at])
            if _is_taken(mark, before, inside, following[at]):
                said[begin] = f" {mark}" if before == mark == MARKS["code"] else mark
                said[at], last = mark, mark[-1]
    return "".join(said)


def _following(said: Sequence[str]) -> list[str]:
    """The first sign after each piece; nothing after the last one."""
    following, first = [], ""
    for piece in reversed(said):
        following.append(first)
        first = piece[:1] or first
    return following[::-1]


def _merged(pieces: Sequence[_Piece]) -> list[_Piece]:
    """A span that begins where its like has ended goes on instead."""
    merged: list[_Piece] = []
    renamed: dict[_Span, _Span] = {}
    for piece in pieces:
        last = merged[-1] if merged else ""
        if not isinstance(piece, _Edge):
            merged.append(piece)
            continue
        span = renamed.get(piece.span, piece.span)
        if piece.begins and isinstance(last, _Edge) and not last.begins and last.span.mark == span.mark:
            renamed[span] = last.span
            merged.pop()
        else:
            merged.append(_Edge(span, piece.begins))
    return merged


def _is_taken(mark: str, before: str, inside: str, after: str) -> bool:
    """Whether a mark at both ends would be one: beside a letter, or with a space on its other side (CommonMark 6.2)."""
    if mark == MARKS["code"]:
        return bool(inside)
    if not inside or _GAPS.search(inside):
        return False
    first, last = inside[0], inside[-1]
    begins = before != mark[0] and (first.isalnum() or (first.strip() and not before.strip()))
    ends = last.isalnum() or (last.strip() and not after.strip())
    return bool(begins and ends)


class _Writer(HTMLParser):
    """Writes Markdown, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line: list[_Piece] = []
        self._around: list[str] = []  # what each line of a block begins with
        self._spans: list[_Span] = []  # that are open
        self._marks: set[str] = set()  # of them
        self._links: list[tuple[str, int]] = []
        self._counts: list[int] = []  # of the lists that are open: 0 for one without numbers
        self._first = ""  # what stands before the first line of an item
        self._unseen = self._verbatim = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag in BLOCKS:
            self._break()
            self._open(tag)
        elif tag == "br":
            self._line.append("\n")
        elif tag == "a":
            self._links.append((_target(dict(attributes).get("href") or ""), len(self._line)))
        elif tag in MARKS and not self._verbatim:
            is_unsaid = self._marks & (MARKED if tag != "code" else {MARKS["code"]})
            self._spans.append(_Span(tag, "" if is_unsaid else MARKS[tag]))
            self._edge(self._spans[-1], begins=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in BLOCKS:
            self._break()
            self._close(tag)
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif self._spans and self._spans[-1].tag == tag:
            self._edge(self._spans.pop(), begins=False)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._verbatim:
            self._line.append(data)
        elif MARKS["code"] in self._marks:
            self._line.append(_GAPS.sub("\n", data.replace("`", "'")))
        else:
            is_ended = self._line[-1:] == ["\n"]  # by <br>: a line's end behind it means the same
            self._line.append(escaped(data.removeprefix("\n") if is_ended else data))

    def finished(self) -> str:
        self._break()
        return _GAPS.sub("\n\n", "".join(self._blocks)).strip()

    def _edge(self, span: _Span, *, begins: bool) -> None:
        if span.mark:
            self._line.append(_Edge(span, begins))
            self._marks ^= {span.mark}

    def _link(self, target: str, since: int) -> None:
        words = _say(self._line[since:])
        if target and words.strip() and unescape(words).rstrip("/") != target.rstrip("/"):
            self._line[since:] = [f"[{' '.join(words.split())}]({target})"]
        elif target:
            self._line[since:] = [f"<{target}>"]

    def _open(self, tag: str) -> None:
        self._verbatim += tag == "pre"
        if tag in {"ul", "ol"}:
            self._counts.append(int(tag == "ol"))
        elif tag == "li":
            self._item()
        elif tag == "blockquote" and len(self._around) < DEEPEST:
            self._around.append("> ")

    def _item(self) -> None:
        number = self._counts[-1] if self._counts else 0
        self._first = f"{number}. " if number else "- "
        if number:
            self._counts[-1] += 1

    def _close(self, tag: str) -> None:
        if tag == "pre":
            self._verbatim = max(self._verbatim - 1, 0)
        elif tag in {"ul", "ol"} and self._counts:
            self._counts.pop()
        elif tag == "blockquote" and self._around:
            self._around.pop()
            self._blocks.append("\n")

    def _break(self) -> None:
        """End the block that is being written."""
        while self._spans:
            self._edge(self._spans.pop(), begins=False)
        self._links.clear()
        text = _say(self._line)
        if not self._verbatim:
            text = _BEGINNING.sub(_defused, text)
        self._line.clear()
        if not text.strip():
            return
        lines = (
            text.strip("\n").split("\n") if self._verbatim else [one.strip(" \t") for one in text.strip().split("\n")]
        )
        if self._verbatim:
            lines = ["```", *(one.replace("```", "'''") for one in lines), "```"]
        before, self._first = self._first, ""
        begin = "".join(self._around)
        lines = [begin + (before if at == 0 else " " * len(before)) + one for at, one in enumerate(lines)]
        self._blocks.append("\n".join(lines) + (f"\n{begin.rstrip()}\n" if begin else "\n\n"))


def _target(href: str) -> str:
    """A whole web address that Markdown can hold; empty for anything else."""
    return href if _ADDRESS.fullmatch(href) else ""
