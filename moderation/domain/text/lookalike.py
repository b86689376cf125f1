"""Cyrillic and Greek letters that are drawn like Latin ones: a small part of the confusables of UTS #39."""

import re
import unicodedata

from moderation.domain.text.folding import fold

# Written as escapes, because nobody could tell them apart from what they imitate.
_CYRILLIC = {
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425": "ABESIJKMHOPCTYX",
    "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb\u0501\u051b\u051d\u0475\u04cf": "aesijopcyxhdqwvl",
}
_GREEK = {
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7": "ABEZHIKMNOPTYX",
    "\u03b1\u03b3\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03f2\u03f3": "ayikvopucj",
}
_LATIN = {
    ord(twin): letter
    for twins, letters in (_CYRILLIC | _GREEK).items()
    for twin, letter in zip(twins, letters, strict=True)
}
_TWINS = re.compile("[" + "".join(map(chr, _LATIN)) + "]")
_FEWEST = 3  # letters; below that it is a unit or a formula


def skeleton(value: str) -> str:
    """The folded form with every lookalike read as the Latin letter it imitates: for comparing names that must not be faked."""
    return fold(unicodedata.normalize("NFD", value).translate(_LATIN))


def disguised(word: str, form: str) -> bool:
    """Whether a word mixes Latin letters with others that all look Latin; ``form`` is its shape.

    Judged on one word: Arabic beside Latin, or a Russian word beside an English one, is how people write. A letter that
    looks like no Latin one (as in an alpha-beta-gamma, a Δt or a µm) speaks for honest use.
    """
    foreign = form.count("c") + form.count("g")
    return (
        "l" in form
        and foreign > 0
        and foreign + form.count("l") >= _FEWEST
        and len(_TWINS.findall(unicodedata.normalize("NFD", word))) == foreign
    )
