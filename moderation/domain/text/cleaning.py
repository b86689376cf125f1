"""What the door asks of a text before anything else: may it come in, is there anything to see, and its tidy form."""

import re
import unicodedata

from moderation.domain.text.shape import BLANK, shape

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_BREAK = re.compile("\r\n|[\r\u2028\u2029]")
_VISIBLE = re.compile(f"[^{BLANK}]")
_LETTER = re.compile("[0-9A-Za-z\u0621-\u063a\u0641-\u064a]")  # can be seen, whatever stands around it

# Looks like nothing and does nothing at an end. Not among them: ZWJ (it shapes the abbreviation of "Hijri"), LRM and RLM (they
# place a last full stop), variation selectors and tags (they end emoji), bidi controls (they are shown to moderators).
_EDGE = "\\s\u00ad\u115f\u1160\u180e\u200b\u2060\u2800\u3164\ufeff\uffa0"
_EDGES = "".join(char for char in map(chr, range(0x10000)) if re.match(f"[{_EDGE}]", char))


def clean(value: str) -> str:
    r"""NFC, every line break as ``\n``, nothing invisible at the ends; empty if nothing would be visible.

    What stands inside is kept as typed. Cleaning twice is cleaning once.
    """
    return "" if blank(value) else unicodedata.normalize("NFC", _BREAK.sub("\n", value)).strip(_EDGES)


def tidy(value: str) -> str:
    """``clean``, for what another system has taken in already: what no person types is left out, not refused."""
    return clean(value if value.replace("\n", "").isprintable() else _REFUSED.sub("", value))


def controls(value: str) -> bool:
    """Whether something is in it that no person types: NUL and other C0/C1 controls but TAB, LF, CR; surrogates; noncharacters."""
    return _REFUSED.search(value) is not None


def blank(value: str) -> bool:
    """Whether nothing of it can be seen: spaces, fillers, zero-width and control characters, marks without a letter."""
    return _LETTER.search(value) is None and _VISIBLE.search(shape(value)) is None
