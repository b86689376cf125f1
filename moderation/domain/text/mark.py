"""Disguise: characters that make a text look like something else to people than to machines (UTS #36, UTS #39, UAX #9)."""

import re
from dataclasses import dataclass

from moderation.domain.text.lookalike import disguised
from moderation.domain.text.shape import shape
from moderation.domain.text.word import spans

_BIDI = re.compile("b+")

# Hidden characters between letters. ZWJ and ZWNJ are spelling in Arabic, Persian and Indic scripts, and the others part words in
# Thai and Khmer, so each is a finding only between letters of scripts that have no use for it. Tags belong behind a black flag,
# one variation selector behind its base.
_INVISIBLE = re.compile("(?<=[lcg0m])[ijv]+(?=[lcg0])|(?<=[am])[iv]+(?=a)|(?<![ft])t+|vv+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One disguise.

    Attributes:
        kind: ``bidi``, ``invisible`` or ``homoglyph``.
        start: In code points of the original.
        end: Likewise, half-open.
    """

    kind: str
    start: int
    end: int


def marks(value: str) -> tuple[Mark, ...]:
    """All disguises, in the order of their places; runs count once. LRM, RLM and ALM are ordinary and not among them."""
    return find(value, shape(value))


def find(value: str, form: str) -> tuple[Mark, ...]:
    """The disguises of a value whose shape is known."""
    found = [Mark("bidi", *match.span()) for match in _BIDI.finditer(form)]
    found += [Mark("invisible", *match.span()) for match in _INVISIBLE.finditer(form)]
    if "c" in form or "g" in form:
        places = [(start, end) for start, end in spans(form) if disguised(value[start:end], form[start:end])]
        found += [Mark("homoglyph", start, end) for start, end in places]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.kind)))
