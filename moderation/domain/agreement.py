"""How far two people who look at the same things see the same, beyond what chance would give; and where the middle of figures is."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

NORMAL = 1.96  # standard errors on either side of a figure, within which 95 of 100 lie


class Agreement(NamedTuple):
    """How two judges agreed.

    Attributes:
        label: What they said; empty for everything together.
        pairs: Pairs in which one of them said so.
        agreed: Pairs in which both did.
        kappa: Cohen (1960): 1 is full agreement, 0 what chance gives; None where chance alone would always agree.
    """

    label: str
    pairs: int
    agreed: int
    kappa: float | None


def kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Cohen's kappa of pairs of labels; None without pairs, or if both always said the same one thing."""
    if not pairs:
        return None
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    seen = sum(first == second for first, second in pairs) / len(pairs)
    expected = sum(firsts[label] * seconds[label] for label in firsts) / len(pairs) ** 2
    return None if expected >= 1 else (seen - expected) / (1 - expected)


def agreements(pairs: Sequence[tuple[str, str]]) -> tuple[Agreement, ...]:
    """Over everything, then for each label against all others, the most frequent first."""
    if not pairs:
        return ()
    said = Counter(label for pair in pairs for label in set(pair))
    whole = Agreement("", len(pairs), sum(first == second for first, second in pairs), kappa(pairs))
    return (whole, *(_of(label, said[label], pairs) for label in sorted(said, key=lambda one: (-said[one], one))))


def _of(label: str, count: int, pairs: Sequence[tuple[str, str]]) -> Agreement:
    both = sum(first == label == second for first, second in pairs)
    return Agreement(label, count, both, kappa([(first == label, second == label) for first, second in pairs]))


def interval(hits: int, number: int) -> tuple[float, float]:
    """Between which shares, 0..1, the truth lies in 95 of 100 such samples; all of them where there is none (Wilson 1927)."""
    if not number:
        return 0.0, 1.0
    share, spread = hits / number, NORMAL**2 / number
    middle = (share + spread / 2) / (1 + spread)
    half = NORMAL * sqrt(share * (1 - share) / number + spread / (4 * number)) / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share of them lies, between neighbours in proportion; None without values."""
    if not values:
        return None
    in_order = sorted(values)
    place = share * (len(in_order) - 1)
    below = int(place)
    above = min(below + 1, len(in_order) - 1)
    return in_order[below] + (in_order[above] - in_order[below]) * (place - below)
