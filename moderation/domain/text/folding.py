"""The folded form: how words are compared, whoever typed them and on whatever keyboard."""

import re
import unicodedata
from collections.abc import Callable

from moderation.domain.text.invisible import INVISIBLE

_KEPT = 50_000  # entries; enough for every living script, and an upper bound for what strangers can make us remember

# Tashkeel with the combining hamzas, tatweel, Quranic marks, Hebrew points, the general accents and everything invisible.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0898-\u089f\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f" + INVISIBLE + "]+"
)
_UNIFIED = {
    "ٱ": "ا",  # alef wasla; the alefs with hamza or madda lose their sign as a mark
    "ى": "ي",  # final ya without dots, as typed in Egypt and the Maghreb
    "ی": "ي",  # Persian ya
    "ې": "ي",
    "ة": "ه",
    "ہ": "ه",  # Urdu ha
    "ھ": "ه",
    "ە": "ه",
    "ک": "ك",  # Persian kaf
    "گ": "ك",  # the Maghrebi g is written with any of the three
    "ڭ": "ك",
    "ڨ": "ق",  # the Tunisian and Algerian g
    "ڤ": "ف",  # v
    "پ": "ب",  # p
    "ı": "i",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ł": "l",
    "þ": "th",
    "’": "'",
    "‘": "'",
}
_RUN = re.compile(r"([^\W\d_])\1{2,}")


class Table(dict[int, str]):
    """A table for ``str.translate`` that works out an entry when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        """Start empty; ``rule`` is asked once per code point."""
        super().__init__()
        self.rule = rule

    def __missing__(self, code: int) -> str:
        """Ask the rule, and remember the answer while there is room."""
        value = self.rule(chr(code))
        if len(self) < _KEPT:
            self[code] = value
        return value


def fold(value: str) -> str:
    """The form in which words are compared. Folding twice is folding once.

    * Compatibility forms, case and accents go (NFKD, case folding, UAX #15), as do invisible and bidi control characters.
    * Tashkeel, tatweel and Quranic marks go. Hamza goes with its seat kept: أ إ آ ٱ are ا, ؤ is و, ئ is ي, as hurried
      Arabic is typed; a hamza that stands alone (ء) stays, or ماء would become ما.
    * ى is ي, ة is ه, Persian and Maghrebi letters become the Arabic ones they are exchanged for: ک گ ڭ are ك, ڤ is ف.
    * All decimal digits are ASCII digits.
    * A letter three or more times is there once (مبرووووك, bravooo), twice stays (hello, الله); a word of nothing else
      keeps three (هههههه is ههه, xxx is xxx), or laughter would become a letter.
    """
    return _RUN.sub(_shortened, unicodedata.normalize("NFC", value.translate(FOLDS)))


def _shortened(run: re.Match[str]) -> str:
    """One letter of a run inside a word, three of a run that is the word."""
    text, letter = run.string, run[1]
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return letter if before.isalnum() or after.isalnum() else letter * 3


def _fold(char: str) -> str:
    """One code point until nothing changes any more; decomposed, so that neighbours cannot matter."""
    folded = _step(char)
    while folded != char:
        char, folded = folded, _step(folded)
    return folded


def _step(text: str) -> str:
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    return "".join(map(_plain, plain))


def _plain(char: str) -> str:
    return str(unicodedata.decimal(char, _UNIFIED.get(char, char)))


FOLDS = Table(_fold)
