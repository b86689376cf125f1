"""Words on a list: how they are written there, so that comments can be compared with them."""

from dataclasses import dataclass

from moderation.domain import text

PHRASE = 2  # words of an entry: the check compares no more
_JOINTS = frozenset(" '-\u2010\u2011")  # what may stand between the words of an entry, and is not compared


@dataclass(frozen=True, slots=True)
class Listed:
    """A word, or a phrase of two, as ``entry`` writes it.

    Attributes:
        note: Why it is listed; for colleagues.
    """

    word: str
    note: str = ""


def entry(typed: str) -> str:
    """A word or phrase as comments are compared with it: folded, its words one space apart.

    Raises:
        ValueError: There is no word in it, there are more than two, or there is something that is never compared.
    """
    found = text.words(typed)
    if not 1 <= len(found) <= PHRASE or set(text.fold(_around(typed, found))) - _JOINTS:
        raise ValueError("not a word or two")
    return " ".join(word.text for word in found)


def _around(typed: str, found: tuple[text.Word, ...]) -> str:
    """What is no word."""
    places = [0, *(place for word in found for place in (word.start, word.end)), len(typed)]
    return "".join(typed[start:end] for start, end in zip(places[::2], places[1::2], strict=True))
