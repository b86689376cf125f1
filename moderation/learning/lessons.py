"""Lessons: what was decided on texts, as rows that a model can be fitted with, each with its weight."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moderation.learning.fitting import Vector

_ALONE = 200.0  # what one person may teach alone, in lessons, however little the others do


@dataclass(frozen=True, slots=True)
class Lesson:
    """One comment, and what a person said of it.

    Attributes:
        spam: None if the decision says nothing of it.
        offensive: Likewise.
        moderator: Who it was; any text that tells people apart.
        digest: Equal for equal texts; empty for one that is too short to tell.
    """

    spam: bool | None
    offensive: bool | None
    moderator: str = ""
    digest: str = ""

    def answer(self, question: str) -> bool | None:
        """What it says of a question."""
        return self.spam if question == "spam" else self.offensive


def weights(lessons: Sequence[Lesson], question: str) -> Vector:
    """How much each lesson counts, 0..1, float64[n].

    The same text with the same answer counts once, however often it was decided. All that one person has taught counts at
    most as much as what all others have, or as 200 lessons.
    """
    copies = Counter((lesson.digest, lesson.answer(question)) for lesson in lessons if lesson.digest)
    own = [1.0 / (copies[lesson.digest, lesson.answer(question)] or 1) for lesson in lessons]
    taught: defaultdict[str, float] = defaultdict(float)
    for lesson, weight in zip(lessons, own, strict=True):
        taught[lesson.moderator] += weight
    total = sum(taught.values())
    bound = {who: min(1.0, max(_ALONE, total - sum_) / sum_) for who, sum_ in taught.items() if sum_}
    return np.array([weight * bound[lesson.moderator] for lesson, weight in zip(lessons, own, strict=True)])


def about(lessons: Sequence[Lesson], question: str) -> tuple[npt.NDArray[np.bool_], Vector, Vector]:
    """Which lessons say something of a question, and the labels (0 or 1) and weights of those."""
    said = np.array([lesson.answer(question) is not None for lesson in lessons], dtype=bool)
    chosen = [lesson for lesson, is_said in zip(lessons, said, strict=True) if is_said]
    labels = np.array([bool(lesson.answer(question)) for lesson in chosen], dtype=np.float64)
    return said, labels, weights(chosen, question)
