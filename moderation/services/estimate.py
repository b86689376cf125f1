"""What the model thinks of texts: the base that all sites share, and each site's head as far as this process knows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from moderation.domain.estimate import Estimate, Estimates, Span
from moderation.domain.text import Reading, read
from moderation.learning import model
from moderation.learning.explanation import STRONGEST, Explanation, explain
from moderation.learning.features import Features, Parts, take_apart, weigh
from moderation.learning.fitting import Vector
from moderation.learning.lessons import Lesson
from moderation.learning.model import Base, Head
from moderation.learning.packing import pack, unpack
from moderation.learning.teaching import correct
from moderation.store import lessons, models
from moderation.store.engine import Connection
from moderation.store.lessons import Fresh, Taught

WARM = {"spam": 50, "ham": 100}  # decisions before the model may call anything spam by itself
TAUGHT = {"offensive": 25, "clean": 50}  # decisions before its word on offence is worth more than a stranger's


@dataclass(frozen=True, slots=True)
class Known:
    """A site's head.

    Attributes:
        version: Of the model that was fitted; 0 if none was.
        fresh: What tells whether lessons have come or gone since.
        fitted: The head as it was fitted.
        head: The same, corrected by the lessons that came since.
    """

    version: int
    fresh: Fresh
    fitted: Head
    head: Head


class Estimator:
    """Shared by the threads of a process."""

    def __init__(self, base: Callable[[], Base]) -> None:
        """Take what finds the base; it is asked when there is something to estimate."""
        self._base = base
        self._known: dict[int, Known] = {}
        self._lock = Lock()

    def know(self, connection: Connection, site: int) -> Known:
        """The site's head of this moment. Reads only what has changed since it was asked last."""
        base = self._base()
        version, fresh = models.live(connection, site, base.digest), lessons.fresh(connection, site)
        with self._lock:
            last = self._known.get(site)
        if last and (last.version, last.fresh) == (version, fresh):
            return last
        fitted = last.fitted if last and last.version == version else head_of(connection, site, version)
        taught = lessons.list_newest(connection, site, only_fresh=True) if fresh.number else ()
        head = _corrected(base, fitted, taught)
        if taught and not _enough(fitted.counts, {**WARM, **TAUGHT}):  # few enough to be counted each time
            head = replace(head, counts=lessons.tally(connection, site))
        known = Known(version, fresh, fitted, head)
        with self._lock:
            self._known[site] = known
        return known

    def stranger(self) -> Known:
        """The head of a site that has taught nothing."""
        return Known(0, Fresh(), Head(), Head())

    def estimate(self, known: Known, readings: Sequence[Reading]) -> tuple[Estimates, ...]:
        """What to think of some texts."""
        if not readings:
            return ()
        base, counts = self._base(), known.head.counts
        features = weigh(take_apart(readings), base.rarity)
        answers = model.odds(base, known.head, features)
        spam, offensive = (
            _question(base, known.head, question, (features, readings), answers[question])
            for question in model.QUESTIONS
        )
        return tuple(
            Estimates(
                one, other, cold=not _enough(counts, WARM), taught=_enough(counts, TAUGHT),
                model=f"{base.digest}/{known.version}",
            )
            for one, other in zip(spam, offensive, strict=True)
        )  # fmt: skip


def answers_of(taught: Taught) -> Lesson:
    """A lesson as the model learns it."""
    return Lesson(taught.spam, taught.offensive, taught.moderator, taught.digest)


def parts_of(taught: Sequence[Taught]) -> Parts:
    """What is in the texts of lessons that have been read."""
    return unpack([one.features for one in taught if one.features])


def packed(texts: Sequence[str]) -> list[bytes]:
    """The features of texts, as they are kept with lessons."""
    return pack(take_apart([read(text) for text in texts]))


def head_of(connection: Connection, site: int, version: int) -> Head:
    """The head of a version, as it was fitted; an empty one for version 0, or if it is gone."""
    content = models.head(connection, site, version) if version else None
    return model.read_head(content) if content else Head()


def _corrected(base: Base, fitted: Head, fresh: Sequence[Taught]) -> Head:
    """With what has been taught since; the same for all who know of them."""
    usable = [one for one in map(_read, fresh) if one.features]
    if not usable:
        return fitted
    return correct(base, fitted, weigh(parts_of(usable), base.rarity), [answers_of(one) for one in usable])


def _read(taught: Taught) -> Taught:
    """With its features, also if nobody has kept them yet; without, if its text is gone."""
    return taught if taught.features or not taught.body else replace(taught, features=packed([taught.body])[0])


def _enough(counts: dict[str, int], wanted: dict[str, int]) -> bool:
    return all(counts.get(name, 0) >= count for name, count in wanted.items())


def _question(
    base: Base, head: Head, question: str, texts: tuple[Features, Sequence[Reading]], answer: tuple[Vector, Vector],
) -> list[Estimate]:  # fmt: skip
    """The answers to one question; explained where anybody will ask why: spam always, offence only where it is likely."""
    features, readings = texts
    general, own = answer
    asked = general + own > (0 if question == "offensive" else -np.inf)
    chosen = [reading for reading, is_asked in zip(readings, asked, strict=True) if is_asked]
    found = iter(explain(base, head, question, features.rows(asked), [len(reading.original) for reading in chosen]))
    return [
        _estimate(reading, next(found), float(one), float(other))
        if is_asked
        else Estimate(float(one + other), float(one), float(other))
        for reading, is_asked, one, other in zip(readings, asked, general, own, strict=True)
    ]


def _estimate(reading: Reading, explanation: Explanation, base: float, own: float) -> Estimate:
    """The odds with the words that made them; a run of characters that begins with the space before a word is the word's."""
    spans = [(word.start, word.end) for word in reading.words]
    if not spans:
        return Estimate(base + own, base, own, traits=explanation.traits)
    sums = np.concatenate([[0.0], np.cumsum(explanation.places)])
    places = np.array(spans)
    weights = sums[places[:, 1]] - sums[np.maximum(places[:, 0] - 1, 0)]
    order = np.argsort(weights, kind="stable")
    return Estimate(
        base + own, base, own,
        _strongest(spans, weights, order[::-1], 1), _strongest(spans, weights, order, -1), explanation.traits,
    )  # fmt: skip


def _strongest(
    spans: list[Span], weights: Vector, order: np.ndarray[tuple[int], np.dtype[np.int64]], sign: int
) -> tuple[Span, ...]:
    return tuple(spans[place] for place in order[:STRONGEST] if weights[place] * sign > 0)
