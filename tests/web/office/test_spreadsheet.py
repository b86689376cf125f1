"""Tables that a spreadsheet opens: as text, whatever stands in them."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.web.office.spreadsheet import FORMULA, MARK, safe, table


@given(st.text())
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert not str(safe(cell)).startswith(FORMULA)


@pytest.mark.parametrize("number", [-5, -0.5, 0, None])
def test_numbers_stay_numbers(number: float | None) -> None:
    assert safe(number) == number


@given(st.dictionaries(st.text(min_size=1), st.integers()))
def test_what_was_written_is_read(counts: dict[str, int]) -> None:
    text = table({"site": "=news", "reasons": counts, "median": None})

    assert text.startswith(MARK)
    rows = list(csv.reader(StringIO(text.removeprefix(MARK), newline="")))
    assert rows[:2] == [["section", "item", "value"], ["site", "", "'=news"]]
    assert [row[2] for row in rows[2:-1]] == [str(value) for value in counts.values()]
    assert rows[-1] == ["median", "", ""]
