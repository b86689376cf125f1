"""A text read once, for everyone who wants to look at it."""

from dataclasses import dataclass

from moderation.domain.text import link, mark, word
from moderation.domain.text.folding import fold
from moderation.domain.text.link import Link
from moderation.domain.text.mark import Mark
from moderation.domain.text.script import guess, outside
from moderation.domain.text.shape import shape
from moderation.domain.text.word import Word


@dataclass(frozen=True, slots=True)
class Reading:
    """What is in a text. All places are half-open ranges in code points of ``original``.

    Attributes:
        folded: The whole text, folded.
        words: In order; those inside links too.
        links: In order, never overlapping.
        marks: Disguises, in order.
        language: ``ar``, ``fr``, ``en`` or ``und``.
    """

    original: str
    folded: str
    words: tuple[Word, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    language: str

    @property
    def said(self) -> tuple[Word, ...]:
        """The words outside of links."""
        return outside(self.words, self.links)

    @property
    def squeezed(self) -> str:
        """The same for the same message: its folded words joined by one space, each link by its host alone.

        Case, accents, tashkeel, punctuation, emoji, spacing and lookalikes do not count, nor do the paths of links, which
        spammers number. Empty if there is neither word nor link.
        """
        pieces = [(piece.start, piece.text) for piece in self.said]
        pieces += [(piece.start, piece.host) for piece in self.links]
        return " ".join(text for _, text in sorted(pieces))


def read(value: str) -> Reading:
    """Read any text, in linear time; meant for at most 10,000 code points. Never fails."""
    form = shape(value)
    words, links = word.find(value, form), link.links(value)
    return Reading(
        original=value,
        folded=fold(value),
        words=words,
        links=links,
        marks=mark.find(value, form),
        language=guess(value, form, outside(words, links)),
    )
