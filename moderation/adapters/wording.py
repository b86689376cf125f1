"""Catalogues: the words of the service in ar, fr and en. The keys are the English sentences; plural forms are gettext's."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
SOURCE = "en"
LANGUAGES = ("ar", "fr", SOURCE)


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of one language; of English for one we do not speak."""
    if language == SOURCE or language not in LANGUAGES:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - read once, not by the command line
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with (LOCALE / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def count_gaps(language: str) -> int:
    """How many sentences that another language has are missing in this one, or not translated in all their forms."""
    if language == SOURCE:
        return 0
    every = {key for one in LANGUAGES if one != SOURCE for key in _translated(one)}
    return len(every - {key for key, is_whole in _translated(language).items() if is_whole})


def _translated(language: str) -> dict[str, bool]:
    """Every sentence of a catalogue, and whether all its forms are there."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - likewise

    with (LOCALE / f"{language}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        str(one.id): all([one.string] if isinstance(one.string, str) else one.string or [""]) and not one.fuzzy
        for one in messages
    }


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language == "ar" else "ltr"
