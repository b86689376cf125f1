"""Whether a text names a place to go to or somebody to call: an advertisement that cannot be followed is none."""

import re

from moderation.domain.text.reading import Reading

_SOMEBODY = re.compile(r"@\w")  # an e-mail address, or a name in another place
_CALL = 8  # digits of a telephone number, at least
_NUMBER = re.compile(rf"[0-9](?:[ .()-]{{0,2}}[0-9]){{{_CALL - 1},14}}")


def names_a_contact(reading: Reading) -> bool:
    """An e-mail address, somebody's name in another place, or a number to call. Links are looked at by themselves."""
    return bool(_SOMEBODY.search(reading.folded) or _NUMBER.search(reading.folded))
