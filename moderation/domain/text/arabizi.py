"""Arabic in Latin letters and digits (Arabizi, ``7mar`` for ``حمار``): a second reading, beside what was typed and never instead of it.

There is no one spelling: short vowels are written or not, and most consonants in two or three ways. So no word is rewritten;
both scripts are brought to what they share, the consonants in order and the vowels that Arabic writes between them.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

_FEWEST = 3  # consonants and long vowels: what is shorter sounds like a word of every language
_CONSONANTS = 2
_CLASSES = {  # of consonants that no spelling mixes up, and who is in them
    "h": "ح ه 7 h", "x": "خ kh 5 x", "j": "ج j", "g": "غ gh 8", "k": "ق ك گ ڭ ڤ k q 9 g", "c": "ش ch sh", "s": "س ص s c",
    "t": "ت ط ث t 6 th 4", "d": "د ض ذ ظ d dh", "b": "ب پ b p", "r": "ر r", "z": "ز z", "e": "ع 3", "f": "ف f v",
    "l": "ل l", "m": "م m", "n": "ن n", "": "ء 2",
}  # fmt: skip
_CLASS = {letter: name for name, letters in _CLASSES.items() for letter in letters.split()}
_VOWELS = {letter: letter for letter in "aeiouyw"} | {  # letters of Arabic, as one of aeiouyw
    "ا": "a", "آ": "a", "أ": "a", "إ": "a", "ى": "a", "و": "w", "ؤ": "w", "ي": "y", "ئ": "y",
}  # fmt: skip
_HEARD = {"a": "a", "w": "ouw", "y": "iye", "e": "ae"}  # a long vowel, and the letters one of which must stand for it
_ARABIC_WORD, _LATIN_WORD = re.compile("[ء-غف-يپگڭڤ]+"), re.compile("[a-z2-9]+")
_LATIN = re.compile("kh|gh|ch|sh|th|dh|.")
_FEMININE = "هة"
_BREATH = re.compile(r"(?<=[aeiou])h\Z")  # the feminine ending, as some write it


class Sound(NamedTuple):
    """A word as both scripts tell it.

    Attributes:
        consonants: One letter for each class of consonants, doubled ones once.
        vowels: Before, between and after them; one more than there are consonants. Arabic: the long ones, of ``a``, ``w``, ``y``,
            and ``e`` for a feminine ending. Latin: all letters that may be one.
    """

    consonants: str
    vowels: tuple[str, ...]


class Listing:
    """Words in Arabic script that are looked for in what is written in Latin letters."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take folded words; those in other scripts, and those too short to be told by their sound, are left out."""
        self._known: dict[str, list[tuple[Sound, str]]] = {}
        for word in words:
            sound = of_arabic(word)
            if sound:
                self._known.setdefault(sound.consonants, []).append((sound, word))

    def find(self, word: str) -> str:
        """The listed word that a folded word in Latin letters may stand for; empty if there is none."""
        sound = of_latin(word) if self._known else None
        candidates = self._known.get(sound.consonants, []) if sound else []
        return next((listed for heard, listed in candidates if sound and spells(sound, heard)), "")


def of_arabic(word: str) -> Sound | None:
    """The sound of a folded word in Arabic script; None if it is of another, or too short."""
    if not _ARABIC_WORD.fullmatch(word):
        return None
    sound = _sound(f"{word[:-1]}e" if word[-1] in _FEMININE else word)
    return sound if sound and len(sound.consonants) + len("".join(sound.vowels)) >= _FEWEST else None


def of_latin(word: str) -> Sound | None:
    """The sound of a folded word in Latin letters and digits; None if there is anything else in it."""
    return _sound(_LATIN.findall(_BREATH.sub("", word))) if _LATIN_WORD.fullmatch(word) else None


def spells(latin: Sound, arabic: Sound) -> bool:
    """Whether one may be the other: the same consonants, each long vowel is heard where it stands, and none is added at the end."""
    if latin.consonants != arabic.consonants or bool(latin.vowels[-1]) != bool(arabic.vowels[-1]):
        return False
    return all(
        all(set(_HEARD[vowel]) & set(heard) for vowel in long)
        for heard, long in zip(latin.vowels, arabic.vowels, strict=True)
    )


def _sound(letters: Iterable[str]) -> Sound | None:
    consonants, vowels = "", [""]
    for letter in letters:
        if letter in _VOWELS:
            vowels[-1] += _VOWELS[letter]
            continue
        name = _CLASS[letter]
        if name and (name != consonants[-1:] or vowels[-1]):
            consonants += name
            vowels.append("")
    return Sound(consonants, tuple(vowels)) if len(consonants) >= _CONSONANTS else None
