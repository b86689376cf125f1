"""However large a store is, what is asked of it reads what was asked for: by every page and answer, and by all that workers do.

SQLite says how it would find the rows, by the sizes it was told (``store.sizes``). Nothing may be read from end to end that
grows with the store, nor all of a site, but for what ``WHOLE`` names.
"""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.store import sizes
from moderation.store.driver import sqlite3
from tests.submissions import THREAD
from tests.web.routes import CLOSED, routes
from workers import reconciler

STEP = re.compile(
    r"(?:SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+) \(site=\?\)| USING (?:COVERING )?INDEX (\w+)$|$)"
)
OF_TABLE = re.compile(r"(?:ix|sqlite_autoindex)_([a-z]+)_")
MANY = 10_000  # rows
BATCH = 60  # comments: what is asked about many of them is asked otherwise
Found = Callable[[], list[tuple[str, str]]]
WHOLE = {  # what of a statement tells it, and why it may read so much
    "sum(threads.approved)": "pages are much fewer than their comments",
    "FROM reports ": "few comments are reported: insight counts them, and what is old is looked for among them",
    "FROM looks ": "two of a hundred comments are looked at twice: insight, and thresholds",
    "ORDER BY decisions.decided_at DESC\n LIMIT": "the newest, and no more of them",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite: it says its plan before there are rows."""
    return sqlite_url


def reads_whole(step: str) -> bool:
    """Whether a step of a plan reads all of a table that grows, or all that a site has in it."""
    found = STEP.fullmatch(step)
    if not found:
        return False
    table, *indexes = found.groups()
    index = next(filter(None, indexes), "")
    of_index = OF_TABLE.match(index)
    rows = sizes.FEW.get(index, sizes.ROWS.get(of_index[1] if of_index else table, 0))
    return rows >= MANY


@pytest.fixture
def whole_reads(ctx: Context) -> Found:
    """What was asked since, and read too much: the step and the statement."""
    statements: set[str] = set()
    ctx.database.close()  # the connections there are would not tell
    sa.event.listen(ctx.database.engine, "connect", lambda raw, _: raw.set_trace_callback(statements.add))

    def found() -> list[tuple[str, str]]:
        connection = sqlite3.connect(ctx.database.url.database)
        asked = [one for one in statements if one.split()[0] in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}]
        assert asked
        return [
            (row[3], statement)
            for statement in asked
            if not any(said in statement for said in WHOLE)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
            if reads_whole(row[3])
        ]

    return found


@pytest.fixture
def queue(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> None:
    """A page's worth of comments that wait for a person."""
    for number in range(BATCH):
        post(body=f"https://one.example/ {number}")
    night_shift()


def test_every_page_and_answer(
    app: Flask, identifier: str, queue: None, visitors: dict[str, FlaskClient], whole_reads: Found
) -> None:
    for method, path in routes(app, identifier):
        if method == "GET":
            part = next((one for one in visitors if one and path.startswith(one)), "")
            visitors[part].get(path, query_string={"thread": THREAD}, buffered=True)

    assert whole_reads() == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status=reported",
        "status=referred",
        "status=approved&order=oldest",
        "signal=links",
        "language=ar",
        "q=x",
        "risk=20",
        "site=news",
    ],
)
def test_every_view_of_the_queue(
    identifier: str, queue: None, visitors: dict[str, FlaskClient], whole_reads: Found, query: str
) -> None:
    visitors[CLOSED[1]].get(f"/console/?{query}")
    visitors[CLOSED[1]].get(f"/console/?like={identifier}&{query}")
    visitors[CLOSED[0]].get(f"/v1/moderation/comments?{query}")

    assert whole_reads() == []


def test_taking_in_screening_and_deciding(
    post: Callable[..., TestResponse],
    night_shift: Callable[[], int],
    visitors: dict[str, FlaskClient],
    whole_reads: Found,
) -> None:
    first = post(body="https://one.example/ x").get_json()["id"]
    for number in range(BATCH):
        post(parent=first, body=f"https://one.example/ y {number}")
    night_shift()
    for action in ("approve", "reject"):
        version = visitors[CLOSED[0]].get(f"/v1/moderation/comments/{first}").get_json()["version"]
        body = {"action": action, "reason": "insult", "items": [{"id": first, "version": version}]}
        visitors[CLOSED[0]].post("/v1/moderation/decisions", json=body)

    assert whole_reads() == []


@pytest.mark.parametrize("name", reconciler.LOOPS)
def test_what_is_done_in_the_background(
    ctx: Context, post: Callable[..., TestResponse], whole_reads: Found, name: str
) -> None:
    for number in range(BATCH):
        post(body=f"{number}")
    reconciler.LOOPS[name].work(ctx)

    assert whole_reads() == []
