"""Teaching: a site's head, fitted with its lessons on top of the base, calibrated, and corrected at once by each new lesson.

Between two fits, a lesson moves the weights by one step along its own slope at the last fit. Such steps add up in any order, can
be taken back, and come to the same in every process that knows the same lessons.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.learning.calibration import Calibration, calibrate
from moderation.learning.features import COLUMNS, Features
from moderation.learning.fitting import Loss, Vector, probability, regress
from moderation.learning.hashing import Ints
from moderation.learning.lessons import Lesson, about
from moderation.learning.model import ANSWERS, QUESTIONS, Base, Head, Line

FEWEST = 4  # lessons with an answer; before that the steps alone do it
FOLDS = 5

_LOOSE = 300.0  # how far weights may go: the inverse of their penalty
_TRUST = {"spam": 0.8, "offensive": 0.5}  # how much the base's log-odds count before anything was learnt
_TRUSTS = (0.0, 0.5, 1.0)  # which of them serves best is tried as soon as there are enough lessons
_TELLING = 30
_MANY = 500  # lessons of which one fifth is enough to measure by
# How much of the scarcity of yes is made up for: to miss an insult costs more than to look in vain.
_SENSITIVE = {"spam": 0.0, "offensive": 0.5}
_STEADY = 0.5  # penalty on the bias, so that the first few lessons do not condemn or acquit everybody
_STEP = 2.0  # of a lesson between two fits, for an example of length one
_DRIFT = 0.1  # the same for the bias


class Problem(NamedTuple):
    """What a line is fitted to.

    Attributes:
        general: The base's log-odds of each row.
    """

    features: Features
    labels: Vector
    weights: Vector
    general: Vector

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Problem":
        """Some of its rows."""
        return Problem(self.features.rows(chosen), self.labels[chosen], self.weights[chosen], self.general[chosen])


class Fitted(NamedTuple):
    """A head, and what it was measured by.

    Attributes:
        unseen: By question, log-odds of lessons by a fit that did not know them; NaN where there is none. float64[lessons].
    """

    head: Head
    unseen: dict[str, Vector]


def fit(base: Base, features: Features, lessons: Sequence[Lesson]) -> Fitted:
    """A head that has learnt these lessons (a row of features each)."""
    lines: dict[str, Line] = {}
    counts: dict[str, int] = {}
    unseen: dict[str, Vector] = {}
    for question in QUESTIONS:
        chosen, labels, weights = about(lessons, question)
        counts.update(zip(ANSWERS[question], (int(labels.sum()), int(len(labels) - labels.sum())), strict=True))
        unseen[question] = np.full(len(lessons), np.nan)
        if len(labels) >= FEWEST:
            rows = features.rows(chosen)
            narrow, used = rows.narrow()
            line, odds = _best(Problem(narrow, labels, weights, base.lines[question].share(rows)), question)
            shift = _SENSITIVE[question] * _scarcity(labels)
            lines[question] = _wide(line._replace(bias=line.bias + shift), used)
            unseen[question][chosen] = odds + shift
    return Fitted(Head(lines, counts), unseen)


def _scarcity(labels: Vector) -> float:
    """How much rarer a yes is than a no, in nats; kept within bounds where one of them is hardly there."""
    return float(np.log((len(labels) - labels.sum() + 1) / (labels.sum() + 1)))


def _best(problem: Problem, question: str) -> tuple[Line, Vector]:
    """The line with that trust in the base which serves best on rows the fit has not seen, made honest by them; and their odds."""
    trusts = _TRUSTS if len(problem.labels) >= _TELLING else (_TRUST[question],)
    tried = [(_unseen(problem, trust), trust) for trust in trusts]
    found = [(*_honesty(problem, odds), odds, trust) for odds, trust in tried]
    _, honesty, odds, trust = min(found, key=lambda one: one[0])
    return _honest(_line(problem, trust), honesty), odds * honesty.slope + honesty.shift


def _line(problem: Problem, trust: float) -> Line:
    """Weights and bias that explain, together with the base, the labels, without going further than they must."""
    loss = Loss(problem.labels, problem.weights)
    weights, bias = regress(problem.features, loss, trust * problem.general, _LOOSE, _STEADY)
    return Line(weights.astype(np.float32), bias, trust)


def _unseen(problem: Problem, trust: float) -> Vector:
    """Log-odds of rows by a line that was fitted without them: of all, or, where there are many, of every fifth; else NaN."""
    number = np.arange(len(problem.labels)) % FOLDS
    odds = np.full(len(problem.labels), np.nan)
    for fold in range(FOLDS if len(problem.labels) < _MANY else 1):
        line, out = _line(problem.only(number != fold), trust), problem.only(number == fold)
        odds[number == fold] = line.share(out.features) + trust * out.general
    return odds


def _honesty(problem: Problem, odds: Vector) -> tuple[float, Calibration]:
    """How wrong odds are at best, and what makes them so."""
    known = ~np.isnan(odds)
    odds, labels, weights = odds[known], problem.labels[known], problem.weights[known]
    found = calibrate(odds, labels, weights)
    return Loss(labels, weights)(odds * found.slope + found.shift)[0], found


def _honest(line: Line, found: Calibration) -> Line:
    return Line(
        (line.weights * found.slope).astype(np.float32),
        line.bias * found.slope + found.shift,
        line.scale * found.slope,
    )


def _wide(line: Line, used: Ints) -> Line:
    """The line over all columns."""
    weights = np.zeros(COLUMNS, dtype=np.float32)
    weights[used] = line.weights
    return line._replace(weights=weights)


def correct(base: Base, head: Head, features: Features, lessons: Sequence[Lesson]) -> Head:
    """The head, moved by lessons it was not fitted with; the same for any order of them."""
    lines = dict(head.lines)
    for question in QUESTIONS:
        chosen, labels, weights = about(lessons, question)
        if not len(labels):
            continue
        rows = features.rows(chosen)
        line = lines.get(question, Line(np.zeros(COLUMNS, dtype=np.float32), 0.0, _TRUST[question]))
        said = line.share(rows) + line.scale * base.lines[question].share(rows)
        step = weights * (labels - probability(said))
        moved = line.weights + (_STEP * rows.back(step)).astype(np.float32)
        lines[question] = Line(moved, line.bias + _DRIFT * float(step.sum()), line.scale)
    return Head(lines, head.counts)
