"""Plots: nothing is drawn outside, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.web.office import plots

ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 10_000)), max_size=90)


@given(st.floats(0, 1e7))
def test_the_scale_is_round_and_holds_every_value(highest: float) -> None:
    assert highest <= plots.top(highest) <= max(highest * 2.5, 1)


@given(ROWS)
def test_every_piece_is_inside_and_as_high_as_its_share(rows: list[dict[str, int]]) -> None:
    bars, scale = plots.stacked(rows, ("a", "b"))

    assert len(bars) == sum(bool(value) for row in rows for value in row.values())
    assert all(bar.x >= 0 and bar.x + bar.width <= plots.WIDTH + 0.1 for bar in bars)
    assert all(bar.y >= -0.1 and bar.y + bar.height <= plots.HEIGHT + 0.1 for bar in bars)
    assert abs(sum(bar.height for bar in bars) - sum(sum(row.values()) for row in rows) / scale * plots.HEIGHT) < 1


def test_a_line_is_broken_where_nothing_is_known() -> None:
    drawn = plots.line("spam", [1.0, 0.5, None, 0.0])

    assert drawn.path == "M90.0 0.0 L270.0 80.0 M630.0 160.0"
    assert len(drawn.points) == 3
