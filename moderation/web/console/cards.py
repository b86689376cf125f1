"""A comment as a card: what was said, by whom, and why it was held, ready to be put on a page."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.domain.comment import Comment, Status
from moderation.domain.policy import Judgement
from moderation.domain.signal import Signal
from moderation.domain.site import Site
from moderation.services.queue import Item
from moderation.services.rehearse import CODES
from moderation.store.precedents import Precedent
from moderation.web import current, words
from moderation.web.words import N_
from moderation.web.words.signals import NAMES

LONG = 1_500  # characters after which a text gets a window of its own
EXCERPT, LABELS = 110, 2  # characters, and words for what was noticed, in a list
HARSH = 0.8  # probability of offence from which a text is covered
MODEL = "classifier"  # the check that is the model's word
_OF_MODEL, _OF_RULES = N_("model %(version)s"), N_("rules, version %(version)s")
NONE: Counter[Precedent] = Counter()
QUOTED = 280  # characters of the comment that was answered
HEAVIEST = 5.0  # nats at which a bar is full
CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they would turn around what is shown
SHOWN_CONTROL = "Cf"  # the category of characters nobody sees


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text.

    Attributes:
        marked: Whether a check means this piece.
        control: Whether it stands for a character that nobody sees; the text is then its name, such as ``U+202E``.
    """

    text: str
    marked: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """A signal in words.

    Attributes:
        share: Weight as a share of a full bar, 0..1.
        version: Which rules of the site, or which model, said so; empty where that does not depend on either, or is not known.
    """

    sentence: str
    weight: float
    share: float
    asks: bool
    version: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A comment with everything that is said about it.

    Attributes:
        parts: Its text, in pieces.
        excerpt: Its beginning, for a list.
        labels: What weighs most against it, in a word or two each.
        parent: The comment it answers, if there is one.
        precedents: How often which decision was made on texts like this: pairs of status and reason.
        is_harsh: Whether it may be too much to read without having asked for it.
        alike: How many others wait that say the same, or nearly, or link to the same place.
        leaning: ``ham``, ``unclear`` or ``spam``: what the score means on this site; empty before the verdict.
    """

    item: Item
    site: Site | None
    parts: tuple[Part, ...]
    whys: tuple[Why, ...]
    parent: Comment | None
    quote: str
    leaning: str
    excerpt: str
    labels: tuple[str, ...]
    is_harsh: bool
    precedents: tuple[tuple[Precedent, int], ...] = ()
    alike: int = 0

    @property
    def comment(self) -> Comment:
        """The comment itself."""
        return self.item.comment

    @property
    def is_long(self) -> bool:
        """Whether the text needs a window of its own."""
        return len(self.comment.body) > LONG

    @property
    def decidable(self) -> bool:
        """Whether a person can decide yet."""
        return self.comment.status is not Status.RECEIVED


def of(item: Item, parent: Comment | None = None, precedents: Counter[Precedent] = NONE, alike: int = 0) -> Card:
    """The card of a comment."""
    signals = item.judgement.signals if item.judgement else ()
    site = current.context().directory.by_id(item.comment.site)
    body = parent.body if parent else ""
    return Card(
        item=item,
        site=site,
        parts=tuple(
            parts(item.comment.body, [span for signal in signals if _accuses(signal) for span in signal.spans])
        ),
        whys=tuple(_why(signal, item.judgement) for signal in sorted(signals, key=lambda one: -abs(one.weight))),
        parent=parent,
        quote=body if len(body) <= QUOTED else body[:QUOTED].rstrip() + "…",
        leaning=_leaning(item, site),
        excerpt=_excerpt(item.comment.body),
        labels=_labels(signals),
        is_harsh=bool(item.judgement and (item.judgement.offensive or 0) >= HARSH),
        precedents=tuple(precedents.most_common(3)),
        alike=alike,
    )


def _excerpt(body: str) -> str:
    """Without what would turn it around; blanks are one."""
    plain = " ".join("".join(letter for letter in body[: 2 * EXCERPT] if letter not in CONTROLS).split())
    return plain if len(plain) <= EXCERPT and len(body) <= 2 * EXCERPT else plain[:EXCERPT].rstrip() + "…"


def _labels(signals: Sequence[Signal]) -> tuple[str, ...]:
    heaviest = sorted((one for one in signals if _accuses(one)), key=lambda one: (-one.holds, -one.weight))
    codes = dict.fromkeys(one.reason.code for one in heaviest if one.reason.code in NAMES)
    return tuple(current.words().gettext(NAMES[code]) for code in list(codes)[:LABELS])


def _accuses(signal: Signal) -> bool:
    """Whether a person should look at what it marks; what speaks for a comment needs no mark."""
    return signal.weight > 0 or signal.holds


def parts(body: str, spans: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """A text cut where marks begin and end; overlapping and touching spans are one mark. Nothing of the text is lost."""
    at = 0
    for start, end in [*_merged(spans, len(body)), (len(body), len(body))]:
        yield from _pieces(body[at:start], marked=False)
        yield from _pieces(body[start:end], marked=True)
        at = end


def _merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _pieces(text: str, *, marked: bool) -> Iterator[Part]:
    """A piece, with the characters that would turn it around, or that a check means and nobody sees, said by name."""
    plain = ""
    for letter in text:
        if letter in CONTROLS or (marked and unicodedata.category(letter) == SHOWN_CONTROL):
            yield from (Part(plain, marked),) if plain else ()
            yield Part(f"U+{ord(letter):04X}", marked, control=True)
            plain = ""
        else:
            plain += letter
    if plain:
        yield Part(plain, marked)


def _why(signal: Signal, judgement: Judgement | None) -> Why:
    sentence = words.of_reason(current.words(), signal.reason)
    share = min(abs(signal.weight) / HEAVIEST, 1.0)
    return Why(sentence, signal.weight, share, signal.holds or signal.failed, _version(signal, judgement))


def _version(signal: Signal, judgement: Judgement | None) -> str:
    say = current.words().gettext
    if judgement is None:
        return ""
    if signal.check == MODEL and judgement.model:
        return say(_OF_MODEL) % {"version": judgement.model}
    if signal.reason.code in CODES and judgement.rules:
        return say(_OF_RULES) % {"version": judgement.rules}
    return ""


def _leaning(item: Item, site: Site | None) -> str:
    if item.judgement is None or site is None:
        return ""
    if item.judgement.score > site.policy.spam_above:
        return "spam"
    return "unclear" if item.judgement.score >= site.policy.approve_below else "ham"
