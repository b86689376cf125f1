"""Tables for spreadsheets: UTF-8 that says so, and no cell that a program would take for a formula."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # how one begins, after OWASP's page on CSV injection


def table(report: Mapping[str, Any]) -> str:
    """A report, one figure in each row: which part of it, what, how much."""
    out = StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow(("section", "item", "value"))
    for section, content in report.items():
        writer.writerows(tuple(map(safe, row)) for row in _rows(section, content))
    return out.getvalue()


def safe(cell: object) -> object:
    """A cell that is a text for whoever opens the table; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def _rows(section: str, content: object) -> Iterator[tuple[object, ...]]:
    if isinstance(content, Mapping):
        yield from ((section, item, "" if value is None else value) for item, value in content.items())
    else:
        yield section, "", "" if content is None else content
