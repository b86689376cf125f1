"""Links: web addresses as people type and paste them."""

import re
import unicodedata
from dataclasses import dataclass

from moderation.domain.text.invisible import INVISIBLE
from moderation.domain.text.tld import ARABIC, COMMON, WORDLIKE

_TAIL = r"[^\s<>\"`{}|\\^«»“”،؛؟]"
_MARKED = re.compile(rf"(?:https?://|(?<![A-Za-z0-9@.\-])www\.){_TAIL}+", re.IGNORECASE)
_BARE = re.compile(
    r"(?P<name>[A-Za-z0-9\u00c0-\u024f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a_.\-@。．｡\u00ad\u200b\u2060\ufeff]+"
    r"|[\u0620-\u063f\u0641-\u064a\u0660-\u0669\u0671-\u06d3\u06f0-\u06f90-9.\-\u200c]+)"
    rf"(?P<tail>(?::[0-9]{{1,5}}(?![0-9]))?(?:[/?#]{_TAIL}*)?)"
)
_HINT = re.compile(r"[.。．｡]\S|//")  # a dot that ends a sentence is none
_DOT = re.compile("[.。．｡]")
_SCHEME = re.compile("https?://", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/?#]")
_PORT = re.compile(r":[0-9]*\Z")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_TRAILING = ".,;:!?'*_~-…؟،؛۔’‘›]>\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LABEL = 63  # octets in a label, RFC 1035


@dataclass(frozen=True, slots=True)
class Link:
    """One web address.

    Attributes:
        url: As typed, without the sentence's punctuation; without a scheme if none was typed.
        host: For comparing, see ``host``.
        start: In code points of the original.
        end: Likewise, half-open.
    """

    url: str
    host: str
    start: int
    end: int


def links(value: str) -> tuple[Link, ...]:
    """All http(s) addresses, ``www.`` names and bare names under common or Arabic top-level domains, in order.

    Not e-mail addresses. A capitalised ending is a sentence begun without a space (``là.Ma mère``), not a domain.
    """
    if not _HINT.search(value):
        return ()
    marked = list(_MARKED.finditer(value))
    bare = _BARE.finditer(_MARKED.sub(lambda match: " " * len(match[0]), value))
    found = [_marked(match) for match in marked] + [_bare(match) for match in bare]
    return tuple(sorted((link for link in found if link), key=lambda link: link.start))


def host(name: str) -> str:
    """A host for comparing: NFKC, lower case, no invisible characters, no port, ``xn--`` labels in their own letters.

    After UTS #46, but nothing is refused.
    """
    plain = _HIDDEN.sub("", unicodedata.normalize("NFKC", name)).lower().replace("。", ".")
    return ".".join(map(_letters, _PORT.sub("", plain).strip(".").split(".")))


def _letters(label: str) -> str:
    """A label of an internationalised name as its owner writes it (RFC 3492); any other as it is."""
    if not label.startswith("xn--") or len(label) > _LABEL:
        return label
    try:
        plain = label[4:].encode("ascii").decode("punycode")
    except ValueError:
        return label
    return plain.lower() if plain.isprintable() else label


def _marked(match: re.Match[str]) -> Link | None:
    """What says that it is a link; believed if a host follows."""
    url = _trimmed(match[0])
    authority = _AUTHORITY_END.split(_SCHEME.sub("", url, count=1), maxsplit=1)[0]
    name = host(authority.rpartition("@")[2])
    if not any(map(str.isalnum, name.removeprefix("www"))):
        return None
    return Link(url, name, match.start(), match.start() + len(url))


def _bare(match: re.Match[str]) -> Link | None:
    """A run of letters and dots; a link if its ending is known."""
    typed = match["name"].lstrip("._-")
    if "@" in typed or not _DOT.search(typed):
        return None
    start, name = match.end("name") - len(typed), host(typed)
    if not _plausible(name, typed.rpartition(".")[2], match["tail"]):
        return None
    url = _trimmed(typed + match["tail"])
    return Link(url, name, start, start + len(url))


def _plausible(name: str, ending: str, tail: str) -> bool:
    labels = name.split(".")
    last = labels[-1]
    if len(labels) == 1 or not all(labels) or ending.istitle():
        return False
    if last in WORDLIKE:
        return tail.startswith("/")
    return last in COMMON or last in ARABIC


def _trimmed(url: str) -> str:
    """Without what belongs to the sentence; a closing bracket stays if it was opened inside."""
    end, surplus = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in _TRAILING or (url[end - 1] == ")" and surplus > 0)):
        end -= 1
        surplus -= url[end] == ")"
    return url[:end]
