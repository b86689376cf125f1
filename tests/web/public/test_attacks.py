"""Whatever is sent: never a failure of ours, the same answer on both databases, nothing repeated, nobody let in.

The corpora are read where they are (``tests.corpora``). SQLite takes each line in all text fields at once, as JSON and as a
form; and in each field by itself, where it is stored if it is taken, both databases answer to a sample alike. With ``--full``
they answer to every line of every file, in every field.
"""

import json
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import sites
from tests import corpora
from tests.prepared import application
from tests.servers import Postgres
from tests.submissions import a_submission

URL = "/v1/sites/news/comments"
SHORT = 12  # letters: such a text may stand in any sentence
FIELDS = ("name", "email", "url", "thread", "title", "parent", "body", "form_token", "website2")
KINDS = {
    "text": ("blns", "unicode_attacks", "injection_log_csv_mail"), "xss": ("xss_*",), "url": ("url_wpt",), "email": ("email_*",),
}  # fmt: skip
STEPS = {"text": 60, "xss": 1_500, "url": 150, "email": 50}  # of the samples that are stored


def lines(kind: str) -> list[str]:
    """Every input of a kind: our own, and those of the corpora where they are."""
    return [line["input"] for line in (*corpora.own(kind), *corpora.beside(*KINDS[kind]))]


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """One door on SQLite; a test that compares opens the other itself."""
    return sqlite_url


@pytest.fixture
def other(make_context: Callable[..., Context], postgres: Postgres, site: Site, add_site: object) -> FlaskClient:
    """The same service on PostgreSQL, with the same site."""
    ctx = make_context(MODERATION_DATABASE_URL=postgres.create_database(f"attacks_{site.id}_{id(add_site)}"))
    row = {"key": "news", "name": "News", "origins": list(site.origins), "choices": {}}
    ctx.database.write(lambda connection: sites.add(connection, row, ctx.clock()))
    return application(ctx).test_client()


def sample(kind: str, step: int, *, full: bool) -> list[str]:
    """Every so many lines of a kind; with ``--full`` every one, but none twice."""
    return list(dict.fromkeys(lines(kind)[:: 1 if full else step]))


def everywhere(text: str) -> dict[str, Any]:
    """A text in every text field of a submission."""
    return a_submission(**dict.fromkeys(FIELDS, text))


def ordinary(number: int, field: str, text: str) -> dict[str, Any]:
    """A submission that is ordinary, and another than those before, but for one field."""
    return a_submission(**{"email": f"canary{number}@example.ma", "body": f"تعليق رقم {number}", field: text})


def by_form(client: FlaskClient, members: dict[str, Any]) -> TestResponse:
    """A submission as a form; what no browser can encode is sent as one would."""
    author = members.pop("author")
    fields = {**members, "author": author["name"], "email": author["email"], "url": author["url"]}
    sent = {name: str(value).encode("utf-8", "replace").decode() for name, value in fields.items()}
    return client.post(URL, data=sent, headers={"Accept-Language": "en"})


def by_json(client: FlaskClient, members: dict[str, Any]) -> TestResponse:
    """A submission as JSON."""
    return client.post(
        URL, data=json.dumps(members), content_type="application/json", headers={"Accept-Language": "en"}
    )


WAYS = {"json": by_json, "form": by_form}


def said(response: TestResponse) -> tuple[int, frozenset[tuple[str, str]]]:
    """The answer's status and faults."""
    faults = (response.get_json() or {}).get("errors", [])
    return response.status_code, frozenset((fault["field"], fault["code"]) for fault in faults)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_in_all_fields_makes_us_fail_or_comes_back(client: FlaskClient, kind: str, way: str) -> None:
    """Long ones are looked for in the answer: a short one may stand in any sentence. Of so many scripts, forms get some."""
    step = 8 if (kind, way) == ("xss", "form") else 1
    answers = [(text, WAYS[way](client, everywhere(text))) for text in lines(kind)[::step]]

    assert [text for text, answer in answers if answer.status_code not in {202, 400, 404, 413, 422}] == []
    assert [text for text, answer in answers if len(text) > SHORT and text in answer.text] == []


@pytest.mark.postgres
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_both_databases_answer_alike(client: FlaskClient, other: FlaskClient, kind: str, way: str, full: bool) -> None:  # noqa: FBT001 - the option
    texts = [*(line["input"] for line in corpora.own(kind)), *sample(kind, 20, full=full)]

    different = [text for text in texts if said(WAYS[way](client, everywhere(text))) != said(WAYS[way](other, everywhere(text)))]  # fmt: skip

    print(f"all fields: {kind} as {way}: {len(texts)} lines, {len(different)} answered differently")  # noqa: T201 - a figure
    assert different == []


@pytest.mark.postgres
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", KINDS)
def test_one_field_is_taken_and_stored_alike(client: FlaskClient, other: FlaskClient, kind: str, full: bool) -> None:  # noqa: FBT001 - the option
    """One line in one field of an ordinary comment; the answer to a taken one shows what is stored."""
    texts = sample(kind, STEPS[kind], full=full)
    answers = [
        (field, text, *(answer_of(door, field, number, text) for door in (client, other)))
        for number, (field, text) in enumerate(product(FIELDS, texts))
    ]

    different = [(field, text) for field, text, here, there in answers if here != there]
    statuses = Counter(here[0] for *_, here, _ in answers)
    print(f"one field: {kind}: {len(texts)} lines, {len(different)} answered differently; {sorted(statuses.items())}")  # noqa: T201 - a figure
    assert different == []
    assert set(statuses) <= {202, 404, 422}


def answer_of(door: FlaskClient, field: str, number: int, text: str) -> tuple[Any, ...]:
    """What is said to a comment that is ordinary but for one field."""
    members = ordinary(number, field, text)
    response = by_json(door, members)
    email = members["author"]["email"]
    assert len(email) <= SHORT or email not in response.text
    body = response.get_json()
    return (*said(response), body.get("author"), body.get("body_html"), body.get("thread"), body.get("parent"))
