"""Which scripts, and which of our three languages: rules that can be read, for texts too short for a model."""

import re
from bisect import bisect_right

from moderation.domain.text.lexicon import DARIJA, ENGLISH, FRENCH
from moderation.domain.text.link import Link, links
from moderation.domain.text.shape import LETTERS, shape
from moderation.domain.text.word import Word, find

_NAMES = {"arabic": "a", "latin": "l", "cyrillic": "c", "greek": "g", "other": "o"}
_SHORT_VOWELS = 1.5  # Latin letters for one Arabic: Arabic does not write its short vowels
_DISTINCT = 2  # a word of Darija counts twice: French and English words are guests in it, not the other way round
_FEWEST = 8  # words that one hit can speak for

# Digits as letters: ع 3, خ 5, ح 7, ق 9, in the middle of a word (ma3a), before two letters (9bel) or after two (mli7).
_ARABIZI = re.compile(r"[a-z][3579][a-z]|\A[379][a-z]{2}|\A[a-z]{2,5}[379]\Z")
# Not so in times, ordinals, measures (7h30, 3eme, 9pm, 5km), models (mp3, ps5, iphone7) or whatever has a number in it.
_MEASURE = re.compile(
    r"\A\d+(?:h\d*|st|nd|rd|th|er|eres?|e|emes?|[ap]m|[kmc]m|k?g|mg|ml|cl|dhs?|mad|da|eur|usd|go|mo|gb|mb|mins?|mn|sec|ans?|"
    r"jours?|days?|miles?|ish|hz|kw|fois|pts?)\Z|[0-9]{2}|\A(?:mp|ps|gpt|web|iphone|galaxy|windows|win|version|top|covid|group|room)\d\Z"
)
_DIGIT = re.compile("[3579]")  # without one, a word is Darija only if it is a known one
_ACCENT = re.compile("[éèêëàâçùûîôœÉÈÊÀÇŒ]")


def scripts(value: str) -> dict[str, int]:
    """How many letters of each: ``arabic``, ``latin``, ``cyrillic``, ``greek``, ``other``; all five are always there."""
    form = shape(value)
    return {name: form.count(letter) for name, letter in _NAMES.items()}


def language(value: str) -> str:
    """``ar``, ``fr``, ``en``, or ``und`` if nothing speaks for one; Darija in Latin letters is ``ar``. Links have no say."""
    form = shape(value)
    return guess(value, form, outside(find(value, form), links(value)))


def guess(value: str, form: str, said: tuple[Word, ...]) -> str:
    """The language of the words that were said; ``form`` is the shape of the value."""
    letters = "".join(form[word.start : word.end] for word in said)
    count = {letter: letters.count(letter) for letter in LETTERS}
    if count["a"] and count["a"] * _SHORT_VOWELS >= count["l"] and count["a"] >= len(letters) / 3:
        return "ar"
    if count["l"] <= count["a"] + count["c"] + count["g"] + count["o"]:
        return "und"
    return _latin(value, said)


def outside(said: tuple[Word, ...], found: tuple[Link, ...]) -> tuple[Word, ...]:
    """The words that do not begin inside a link."""
    if not found:
        return said
    starts = [link.start for link in found]
    return tuple(word for word in said if word.start < starts[0] or word.start >= _before(word, starts, found).end)


def _before(word: Word, starts: list[int], found: tuple[Link, ...]) -> Link:
    return found[bisect_right(starts, word.start) - 1]


def _latin(value: str, said: tuple[Word, ...]) -> str:
    """The language with most of its small words; none, if they are rarer than in any text of it."""
    texts = [word.text for word in said]
    accented = said if _ACCENT.search(value) else ()
    scores = {
        "ar": _DISTINCT * sum(map(_darija if _DIGIT.search(" ".join(texts)) else DARIJA.__contains__, texts)),
        "fr": sum(map(FRENCH.__contains__, texts)) + sum(bool(_ACCENT.search(value, w.start, w.end)) for w in accented),
        "en": sum(map(ENGLISH.__contains__, texts)),
    }
    best = max(scores, key=lambda tongue: scores[tongue])
    return best if scores[best] * _FEWEST >= len(texts) and scores[best] else "und"


def _darija(word: str) -> bool:
    return word in DARIJA or bool(_ARABIZI.search(word) and not _MEASURE.search(word))
