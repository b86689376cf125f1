"""The plot: bars in groups, on a logarithmic scale, as SVG. Light and dark are the reader's choice."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

from bench.ours import SHAPES
from bench.table import Medians, number

GROUPS = {
    "submit.8.rate": "submissions accepted/s, 8 connections",
    "drain.rate": "comments screened/s",
    "read.100.8.rate": "reads of a page of 100/s",
    "unchanged.8.rate": "the same, unchanged (304)/s",
    "counts.8.rate": "counts of 50 pages/s",
}
OURS, OTHERS = ("#2f6f9f", "#5fa3cf", "#3f8f5f"), "#b3742b"
LEFT, WIDTH, BAR, GAP, TOP = 250, 460, 14, 16, 34  # pixels
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}line{stroke:#8888;stroke-width:.5}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}"
)


def draw(medians: Medians) -> str:
    """An SVG; empty if there is nothing to be shown."""
    names = [name for name in medians if name != "limits"]
    groups = {figure: label for figure, label in GROUPS.items() if any(figure in medians[name] for name in names)}
    values = [medians[name][figure] for name in names for figure in groups if medians[name].get(figure, 0) > 0]
    if not values:
        return ""
    scale = _Scale(floor(log10(min(values))), max(ceil(log10(max(values))), floor(log10(min(values))) + 1))
    height = TOP + sum(_height(names) + GAP for _ in groups) + 20
    parts = [*_legend(names), *scale.lines(height), *_groups(groups, names, medians, scale)]
    size = f'viewBox="0 0 {LEFT + WIDTH + 80} {height}" width="{LEFT + WIDTH + 80}" height="{height}"'
    return "\n".join(
        [f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">', f"<style>{STYLE}</style>", *parts, "</svg>", ""]
    )


class _Scale:
    """From a value to pixels: decades between two powers of ten."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def __call__(self, value: float) -> float:
        return WIDTH * (log10(value) - self._low) / (self._high - self._low)

    def lines(self, height: int) -> Iterator[str]:
        """One for each power of ten."""
        for power in range(self._low, self._high + 1):
            x = LEFT + self(10.0**power)
            yield f'<line x1="{x:.0f}" y1="{TOP - 6}" x2="{x:.0f}" y2="{height - 18}"/>'
            yield f'<text x="{x:.0f}" y="{height - 4}" text-anchor="middle">{number(10.0**power)}</text>'


def _colour(name: str) -> str:
    return dict(zip((shape.name for shape in SHAPES), OURS, strict=True)).get(name, OTHERS)


def _height(names: Sequence[str]) -> int:
    return BAR * len(names)


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = 8
    for name in names:
        yield f'<rect x="{x}" y="8" width="10" height="10" fill="{_colour(name)}"/>'
        yield f'<text x="{x + 15}" y="17">{escape(name)}</text>'
        x += 34 + 7 * len(name)


def _groups(groups: Mapping[str, str], names: Sequence[str], medians: Medians, scale: _Scale) -> Iterator[str]:
    y = TOP
    for figure, label in groups.items():
        yield f'<text x="{LEFT - 8}" y="{y + _height(names) / 2 + 4:.0f}" text-anchor="end">{escape(label)}</text>'
        for place, name in enumerate(names):
            value, top = medians[name].get(figure, 0.0), y + place * BAR
            if value > 0:
                yield f'<rect x="{LEFT}" y="{top}" width="{max(scale(value), 1):.1f}" height="{BAR - 3}" fill="{_colour(name)}"/>'
                yield f'<text x="{LEFT + max(scale(value), 1) + 5:.1f}" y="{top + BAR - 4}">{number(value)}</text>'
        y += _height(names) + GAP
