"""Comparing: a model that was just fitted beside the one that judges, on lessons that neither has seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from moderation.learning import measures, model
from moderation.learning.features import Features
from moderation.learning.fitting import Loss, Vector, probability
from moderation.learning.lessons import about
from moderation.learning.model import QUESTIONS, Base, Head
from moderation.learning.teaching import Fitted
from moderation.services.estimate import answers_of
from moderation.store.lessons import Taught

FEWEST = 20  # unseen lessons that a comparison needs
WORSE = 1.02  # times the champion's loss: more than chance


def compare(
    base: Base, champion: Head, fitted: Fitted, known: tuple[Features, Sequence[Taught]]
) -> dict[str, dict[str, Any]]:
    """How the challenger did on lessons that neither knew, beside the champion; and how it does on all it had not seen."""
    features, taught = known
    now = model.odds(base, champion, features)
    rows = [answers_of(one) for one in taught]
    fresh = np.array([one.fresh for one in taught], dtype=bool)
    figures = {}
    for question in QUESTIONS:
        chosen, labels, _ = about(rows, question)
        unseen = fitted.unseen[question][chosen]
        seen_by_none = ~np.isnan(unseen)
        if not seen_by_none.any():
            continue
        both = seen_by_none & fresh[chosen]
        figures[question] = _figures(labels[seen_by_none], unseen[seen_by_none]) | _beside(
            labels[both], unseen[both], np.add(*now[question])[chosen][both]
        )
    return figures


def _figures(labels: Vector, odds: Vector) -> dict[str, Any]:
    """Measures for people who look at models; rounded, and none where there is nothing to measure."""
    scores = probability(odds)
    found = {name: function(labels, scores) for name, function in measures.MEASURES.items()}
    return {"rows": len(labels)} | {name: None if np.isnan(value) else round(value, 4) for name, value in found.items()}


def _beside(labels: Vector, challenger: Vector, champion: Vector) -> dict[str, Any]:
    """Mean log loss of both on what was new to both."""
    loss = Loss(labels, np.ones(len(labels)) / max(len(labels), 1))
    new, old = loss(challenger)[0], loss(champion)[0]
    return {
        "compared": len(labels), "log_loss": round(new, 4), "champion_log_loss": round(old, 4),
        "is_worse": len(labels) >= FEWEST and new > old * WORSE,
    }  # fmt: skip
