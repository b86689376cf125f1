"""What is written down: tables, bars, and the part of the README that is ours."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import plot, report, table
from bench.plan import TINY
from bench.session import LIMITS, Results
from bench.table import OURS, PEER


@pytest.fixture
def results() -> Results:
    """Three runs of two systems, and the limits."""
    found = Results()
    for rate in (900.0, 1_100.0, 1_000.0):
        found.add(OURS, {"submit.8.rate": rate, "submit.8.p50": 5.0, "submit.8.p99": 20.0, "submit.8.failed": 0.0})
        found.add(PEER, {"submit.8.rate": rate / 5, "submit.8.p50": 50.0})
        found.add(LIMITS, {"limit.flask": 4_000.0})
    return found


def lines(text: str) -> list[str]:
    """Those of tables."""
    return [line for line in text.splitlines() if line.startswith("|")]


def test_medians_count_and_ratios_say_how_many_times_better(results: Results) -> None:
    found = lines(table.systems(results.medians()))

    assert found[0] == f"|  | {OURS} | {PEER} | {OURS} : {PEER} |"
    assert "| submit, accepted/s, 8 connections | 1,000 | 200 | 5.0 × |" in found
    assert "| submit, p50 / p99 ms, 8 connections | 5.0 / 20.0 | 50.0 / – | 10.0 × |" in found


def test_what_was_not_measured_has_no_line(results: Results) -> None:
    assert "gzip" not in table.systems(results.medians())


def test_limits_are_told_with_our_share(results: Results) -> None:
    assert "4,000 | submit.8.rate: 25% |" in table.limits(results.medians())


def test_a_figure_that_some_runs_lack_is_the_median_of_the_others(results: Results) -> None:
    results.add(OURS, {"drain.rate": 7.0})

    assert results.medians()[OURS]["drain.rate"] == 7.0


def test_errors_are_told(results: Results) -> None:
    assert "refusals" not in report.describe(results, TINY, {})

    for _ in range(4):
        results.add(OURS, {"submit.8.failed": 3.0})

    assert f"3 of {OURS} in submit.8" in report.describe(results, TINY, {})


@pytest.mark.parametrize(("load", "said"), [("0.20 3.00 9.00", False), ("4.10 3.00 1.00", True)])
def test_a_machine_that_is_busy_with_something_else_is_told(results: Results, load: str, said: bool) -> None:  # noqa: FBT001 - of a table
    assert (report.BUSY in report.describe(results, TINY, {"load before": load})) is said


def test_what_is_missing_is_told_with_the_reason(results: Results) -> None:
    results.missing["PostgreSQL"] = "no PostgreSQL server is installed"

    assert "PostgreSQL: not measured, or not to the end: no PostgreSQL server is installed." in report.describe(
        results, TINY, {}
    )


def test_only_our_part_of_the_readme_is_replaced(results: Results, tmp_path: Path) -> None:
    readme = tmp_path / report.README
    readme.write_text(f"# Measured\n\n{report.BEGIN}\nold\n{report.END}\n\n## Imports\n")

    for text in ("first\n", "second\n"):
        report.write(tmp_path, text, results, {"date": "today"})

    assert readme.read_text() == f"# Measured\n\n{report.BEGIN}\n\nsecond\n\n{report.END}\n\n## Imports\n"
    assert json.loads((tmp_path / report.DATA).read_text())["runs"][OURS][0]["submit.8.rate"] == 900.0


def test_the_plot_is_an_image_with_a_bar_for_each(results: Results) -> None:
    drawn = ET.fromstring(plot.draw(results.medians()))  # noqa: S314 - drawn by us

    texts = [element.text for element in drawn.iter() if element.tag.endswith("text")]
    assert {"1,000", "200", OURS, PEER} <= set(texts)


def test_of_nothing_there_is_no_plot() -> None:
    assert plot.draw({}) == ""
