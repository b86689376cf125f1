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
from tests.web.routes import CLOSED, part_of, routes
from workers import reconciler

STEP = re.compile(
    r"(?:SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+) \(site=\?\)(?: LEFT-JOIN)?| USING (?:COVERING )?INDEX (\w+)$|$)"
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
            visitors[part_of(path)].get(path, query_string={"thread": THREAD}, buffered=True)

    assert whole_reads() == []


VIEWS = ("", "status=reported", "status=referred", "status=approved&order=oldest", "signal=links", "language=ar", "q=x", "risk=20", "site=news")  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_queue(
    identifier: str, queue: None, visitors: dict[str, FlaskClient], whole_reads: Found, view: str
) -> None:
    api, console = (visitors[part] for part in CLOSED)
    answers = [
        console.get(f"/console/?{view}"),
        console.get(f"/console/?like={identifier}&{view}"),
        api.get(f"/v1/moderation/queue?{view}"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert whole_reads() == []


def test_taking_in_screening_deciding_and_undoing(
    post: Callable[..., TestResponse], night_shift: Callable[[], int], visitors: dict[str, FlaskClient], whole_reads: Found
) -> None:  # fmt: skip
    api = visitors[CLOSED[0]]
    first = post(body="https://one.example/ x").get_json()["id"]
    for number in range(BATCH):
        post(
            parent=first,
            body=f"https://one.example/ y {number}",
            email=f"reader{number}@example.ma",
            remote_addr=f"198.51.100.{number}",
        )
    night_shift()
    said = [{"id": one["id"], "version": one["version"]} for one in api.get("/v1/moderation/queue").get_json()["items"]]
    decided = [
        api.post("/v1/moderation/decisions", json={"action": "approve", "items": said}),
        api.post("/v1/moderation/decisions", json={"action": "reject", "reason": "insult", "items": [{"id": said[0]["id"], "version": said[0]["version"] + 1}]}),
    ]  # fmt: skip
    undone = api.post("/v1/moderation/undo", json={"undo": decided[1].get_json()["undo"]})

    assert len(said) > 1
    assert [answer.status_code for answer in (*decided, undone)] == [200, 200, 200]
    assert whole_reads() == []


@pytest.mark.parametrize("name", reconciler.LOOPS)
def test_what_is_done_in_the_background(
    ctx: Context, post: Callable[..., TestResponse], whole_reads: Found, name: str
) -> None:
    for number in range(BATCH):
        post(body=f"{number}")
    reconciler.LOOPS[name].work(ctx)

    assert whole_reads() == []
