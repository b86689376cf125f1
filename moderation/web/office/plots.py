"""Plots as plain shapes: made here, drawn by SVG, coloured by the style sheet, mirrored by it where time runs from right to left.

There is no text in them: what has to be read stands beside them, and all their figures in a table below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 720, 160  # units of the plot; the page stretches it
FILLED = 0.76  # of the room of a bar
STEPS = (1, 2, 2.5, 5, 10)  # of a scale: numbers that people count in


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a bar: ``kind`` says which, and the style sheet which colour that is."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, and the points themselves; where nothing is known it is broken."""

    kind: str
    path: str
    points: tuple[tuple[float, float], ...]


def top(highest: float) -> float:
    """A round number that is not under the highest value; at least 1."""
    if highest <= 1:
        return 1
    unit = 10 ** int(log10(highest))
    return next(step * unit for step in STEPS if step * unit >= highest) if unit > 1 else float(ceil(highest))


def stacked(rows: Sequence[Mapping[str, float]], kinds: Sequence[str]) -> tuple[tuple[Bar, ...], float]:
    """A bar for each row, its pieces in order from below; and the value at the upper edge."""
    scale = top(max((sum(row.get(kind, 0) for kind in kinds) for row in rows), default=0))
    room = WIDTH / max(len(rows), 1)
    bars: list[Bar] = []
    for place, row in enumerate(rows):
        y = float(HEIGHT)
        for kind in (kind for kind in kinds if row.get(kind, 0)):
            height = row[kind] / scale * HEIGHT
            y -= height
            x = place * room + room * (1 - FILLED) / 2
            bars.append(Bar(kind, round(x, 2), round(y, 2), round(room * FILLED, 2), round(height, 2)))
    return tuple(bars), scale


def line(kind: str, shares: Sequence[float | None]) -> Line:
    """Shares of 0..1, in the middle of the room that each has."""
    room = WIDTH / max(len(shares), 1)
    places = [
        None if share is None else (round((place + 0.5) * room, 2), round((1 - share) * HEIGHT, 2))
        for place, share in enumerate(shares)
    ]
    path = " ".join(_step(before, point) for before, point in zip([None, *places], places, strict=False) if point)
    return Line(kind, path, tuple(point for point in places if point))


def _step(before: tuple[float, float] | None, point: tuple[float, float]) -> str:
    return f"{'L' if before else 'M'}{point[0]} {point[1]}"
