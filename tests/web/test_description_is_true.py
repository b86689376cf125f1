"""The interface does what ``/openapi.json`` says, for requests that a machine makes from it: schemathesis, over a socket.

All its checks: no failure of ours, only described statuses, types, headers and members, what is described as valid is
accepted and what is not is refused, no entrance without a token; and chains of requests along the described links. With
``--full``: 10,000 requests and more, and every bound of every field.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from threading import Thread
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from schemathesis.engine import events, from_schema
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain import text
from moderation.domain.site import Site
from moderation.store import comments
from moderation.web import cursors
from moderation.web.app import create_app

SEED = 20261124  # of the short form, so that it is the same every day
REQUESTS = 10_000
TOO_LONG_A_LINE = 414
FORM = re.compile("Content-Type: (?:multipart/form-data|application/x-www-form-urlencoded)")
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
TYPED = st.text(LETTERS, min_size=1, max_size=60).filter(
    lambda typed: not text.blank(typed) and not text.controls(typed)
)
PLAIN = st.text(st.characters(codec="ascii", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20)


class Quiet(WSGIRequestHandler):
    """Keeps connections open, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Not here."""


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """The description is of the door; what is behind it has its own tests."""
    return sqlite_url


@pytest.fixture
def site(add_site: Callable[..., Site]) -> Site:
    """A site that requires nothing of an author: which fields it may require is its choice, not the description's."""
    return add_site("news", required=[])


@pytest.fixture
def some_comments(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> list[str]:
    """Ids of comments to be found and decided."""
    identifiers = [post(body=f"تعليق {number}", email=f"r{number}@example.ma").get_json()["id"] for number in range(5)]
    night_shift()
    return identifiers


@pytest.fixture
def base_url(ctx: Context, site: Site) -> Iterator[str]:
    """The application on a socket."""
    server = make_server("127.0.0.1", 0, create_app(ctx), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def formats(ctx: Context, some_comments: list[str]) -> None:
    """What a valid text of each format is, here and now."""
    with ctx.database.read() as connection:
        last = comments.find(connection, some_comments[-1])
    assert last
    valid = {
        "line": TYPED,
        "text": TYPED,
        "uri": PLAIN.map("https://news.example/{}".format),
        "page-path": PLAIN.map("/{}".format),
        "web-address": st.just("") | PLAIN.map("https://author.example/{}".format),
        "mail-address": st.just("") | PLAIN.map("{}@example.ma".format),
        "cursor": st.just(cursors.write(last)),
        "site": st.just("news"),
        "date": st.dates(date(2026, 1, 1), date(2026, 11, 24)).map(str),
        "listed-word": PLAIN,
        "author": st.from_regex("[A-Za-z0-9_-]{22}", fullmatch=True),
        "domain": PLAIN.map("{}.example.ma".format),
        "prefix": st.integers(0, 255).map("10.{}.0.0/16".format),
    }
    for name, strategy in valid.items():
        schemathesis.openapi.format(name, strategy)


def configuration(base_url: str, token: str, *, full: bool, few: int = 20) -> schemathesis.Config:
    """Every check, one known site, a moderator's token, and how many requests."""
    return schemathesis.Config.from_dict(
        {
            "seed": secrets.randbits(32) if full else SEED,
            "base-url": base_url,
            "parameters": {"site": "news"},
            "auth": {"openapi": {"token": {"bearer": token}}},
            "generation": {"max-examples": 1500 if full else few, "mode": "all"},
            "phases": {"coverage": {"enabled": full}},  # every bound of every field: half a minute by itself
            "suppress-health-check": ["all"],
            "continue-on-failure": True,
        }
    )


def failures(event: events.ScenarioFinished) -> Iterator[str]:
    """What was wrong, and how to do it again.

    Ignored are forms with more in them than we know, which is not wrong, and lines that this server refuses by itself (64 KiB):
    they do not reach the application.
    """
    for case, checks in event.recorder.checks.items():
        response = event.recorder.interactions[case].response
        if response and response.status_code == TOO_LONG_A_LINE:
            continue
        for found in checks:
            is_form = found.failure_info and FORM.search(found.failure_info.code_sample)
            if found.failure_info and not (is_form and found.name == "negative_data_rejection"):
                about = found.failure_info
                yield f"{event.recorder.label}: {about.failure.title}\n{about.failure.message}\n{about.code_sample}"


@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("formats")
def test_the_description_is_true(client: FlaskClient, app: Flask, base_url: str, token: str, full: bool) -> None:  # noqa: FBT001 - the option
    document: dict[str, Any] = {**client.get("/openapi.json").get_json(), "servers": []}
    config = configuration(base_url, token, full=full)
    answered: Counter[int] = Counter()
    wrong: list[str] = []

    for event in from_schema(schemathesis.openapi.from_dict(document, config=config)).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            wrong += failures(event)
            sent = event.recorder.interactions.values()
            answered.update(one.response.status_code for one in sent if one.response)

    print(f"seed {config.seed}, {answered.total()} requests, answered {sorted(answered.items())}")  # noqa: T201 - a figure
    assert not wrong, "\n\n".join(wrong)
    assert answered.total() >= (REQUESTS if full else 200)
    assert {200, 202, 401, 404, 409, 422} <= set(answered)


def test_a_description_that_lies_is_found_out(client: FlaskClient, base_url: str, token: str, formats: None) -> None:
    """The test above has teeth: one status left out of the description is noticed."""
    document: dict[str, Any] = {**client.get("/openapi.json").get_json(), "servers": []}
    document["paths"] = {"/v1/moderation/queue": document["paths"]["/v1/moderation/queue"]}
    del document["paths"]["/v1/moderation/queue"]["get"]["responses"]["422"]
    schema = schemathesis.openapi.from_dict(document, config=configuration(base_url, token, full=False, few=100))

    found = [one for event in from_schema(schema).execute() if isinstance(event, events.ScenarioFinished) for one in failures(event)]  # fmt: skip

    assert any("Undocumented status code" in one for one in found)
