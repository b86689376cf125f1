"""Marks for what is to be translated, and how a marked sentence is said."""

from collections.abc import Mapping
from gettext import NullTranslations

Sentence = str | tuple[str, str]


def N_(message: str) -> str:  # noqa: N802 - the name by which catalogues find what is to be translated
    """Mark a sentence for the catalogues."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - likewise, with a plural
    """Mark a sentence with a number for the catalogues."""
    return one, many


def say(catalogue: NullTranslations, sentence: Sentence, params: Mapping[str, object]) -> str:
    """A sentence in the catalogue's language, with the plural form of its first number."""
    if isinstance(sentence, str):
        return catalogue.gettext(sentence) % params if params else catalogue.gettext(sentence)
    number = next((value for value in params.values() if isinstance(value, int)), 0)
    return catalogue.ngettext(*sentence, number) % params
