"""Words the site has listed. They only ask for a person: a list cannot tell an insult from a report about one."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal
from moderation.domain.text import Listing, Word


def listed_word(evidence: Evidence, rules: Rules) -> Signal | None:
    """Whole folded words and phrases of two words; never parts of words ("con" is inside "content"). Held, and no evidence of spam.

    Where Arabic is written in Latin letters, its words are also looked for as they may be spelled there.
    """
    reading = evidence.reading
    if not rules.words:
        return None
    respelled = _listing(rules.words if reading.language == "ar" else frozenset())
    hits = list(_hits(reading.words, rules.words, respelled))
    if not hits:
        return None
    spans = tuple((start, end) for _, start, end in hits)
    return Signal("wordlist", 0.0, Reason("listed_word", {"word": hits[0][0], "count": len(hits)}), spans, holds=True)


@lru_cache(1000)  # sites
def _listing(words: frozenset[str]) -> Listing:
    return Listing(words)


def _hits(words: tuple[Word, ...], listed: frozenset[str], respelled: Listing) -> Iterator[tuple[str, int, int]]:
    """Each listed entry and where it stands; a word inside a phrase that was found is not found again."""
    done = 0  # code points of the original that were already part of a phrase
    for word, following in zip_longest(words, words[1:]):
        phrase = f"{word.text} {following.text}" if following else ""
        if word.start < done:
            continue
        if phrase in listed and following:
            done = following.end
            yield phrase, word.start, following.end
        elif entry := word.text if word.text in listed else respelled.find(word.text):
            yield entry, word.start, word.end
