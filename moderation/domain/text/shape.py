r"""One letter for every code point: what kind of thing stands there. Offsets stay those of the original.

The shape of ``"Ok \u0644\u0627!"`` is ``"llsaap"``. Words, scripts and disguises are then found with flat patterns over the shape,
in linear time, for every script at once.

====== ===================================================================================================
letter kind of code point
====== ===================================================================================================
a      Arabic letter
l      Latin letter, also full-width or mathematical (by its NFKC form)
c, g   Cyrillic, Greek letter
o      letter of any other script
0      digit or other number
m      combining mark that attaches to what stands before it, such as tashkeel
k      tatweel: ink, but no letter
j      ZWJ and ZWNJ: ordinary in Arabic and Indic scripts and in emoji
d      LRM, RLM, ALM: ordinary beside Arabic
b      bidirectional embedding, override or isolate (UAX #9)
v      variation selector
t      tag character
i      any other invisible code point (UAX #44, Default_Ignorable_Code_Point)
s      space, line break, control character, braille blank
f      black flag, the only emoji that tags may follow
p      everything else that can be seen
====== ===================================================================================================
"""

import re
import unicodedata

from moderation.domain.text.folding import FOLDS, Table
from moderation.domain.text.invisible import INVISIBLE

LETTERS = "alcgo"
HIDDEN = "ijdbvt"
BLANK = HIDDEN + "ms"

# The first that fits; each group is named after its letter.
_SPECIAL = re.compile(
    "(?P<j>[\u200c\u200d])|(?P<d>[\u200e\u200f\u061c])|(?P<b>[\u202a-\u202e\u2066-\u2069])|(?P<k>\u0640)|(?P<f>\U0001f3f4)"
    "|(?P<v>[\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef])|(?P<t>[\U000e0000-\U000e007f])"
    f"|(?P<i>[{INVISIBLE}])|(?P<s>[\\s\u2800\x00-\x1f\x7f-\x9f\ud800-\udfff])"
)
_SCRIPTS = {"ARABIC": "a", "LATIN": "l", "CYRILLIC": "c", "GREEK": "g"}


def shape(value: str) -> str:
    """As many letters as the value has code points; see the table above."""
    return value.translate(SHAPES)


def _kind(char: str) -> str:
    """The shape of one code point; what folds to a single letter, such as a circled one, is that letter."""
    if special := _SPECIAL.match(char):
        return special.lastgroup or ""
    folded = FOLDS[ord(char)].strip()
    readable = any(map(str.isalnum, folded))
    if unicodedata.category(char)[0] == "M" or (char.isalnum() and not readable):
        return "m"
    return _letter(folded) if readable and (char.isalnum() or len(folded) == 1) else "p"


def _letter(folded: str) -> str:
    first = next(filter(str.isalnum, folded))
    if first.isnumeric() and not first.isalpha():
        return "0"
    return _SCRIPTS.get(unicodedata.name(first, "").partition(" ")[0], "o")


SHAPES = Table(_kind)
