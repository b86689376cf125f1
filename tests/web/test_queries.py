"""What a URL asks for is read strictly, on every route that the interface describes."""

from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.submissions import THREAD
from tests.web.description import operations
from tests.web.faults import errors

GOOD = {"thread": THREAD, "order": "newest", "cursor": "", "limit": "5", "site": "news", "status": "pending"}  # fmt: skip
LONG = "a" * 2001
NO_TEXT = ("%FF", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "a%E2%82")
CONTROLS = ("%00", "%01", "a%1B%5B31m", "%7F", "%C2%85", "%EF%BF%BF")

Asked = list[tuple[str, dict[str, str], str]]


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """What is refused here reaches no database: one is enough."""
    return sqlite_url


@pytest.fixture
def asked(client: FlaskClient) -> Asked:
    """Every path of ours that takes parameters, with good ones, and the name of one of them; but the one that may stand often.

    The doors that speak as other systems do take a query as those do.
    """
    document: dict[str, Any] = client.get("/openapi.json").get_json()
    found = []
    for path, method, operation in operations(document):
        names = [one["name"] for one in operation["parameters"] if one["in"] == "query"]
        good = {name: GOOD[name] for name in names if GOOD.get(name)}
        if method == "get" and path.startswith("/v1/") and not path.endswith("/counts"):
            found += [(path.replace("{site}", "news"), good, name) for name in names]
    assert {name for _, _, name in found} >= {"thread", "order", "cursor", "limit", "site", "status", "q"}
    return found


def ask(ada: FlaskClient, path: str, good: dict[str, str], *more: str) -> Any:
    """The answer to good parameters, and some more."""
    return ada.get(path, query_string="&".join([*(f"{name}={quote(value)}" for name, value in good.items()), *more]))


def test_good_ones_are_answered(ada: FlaskClient, asked: Asked) -> None:
    assert {ask(ada, path, good).status_code for path, good, _ in asked} == {200}


def test_one_that_stands_twice_is_refused(ada: FlaskClient, asked: Asked) -> None:
    """Also if it says the same twice, also next to an empty one: who reads the first is not to differ from who reads the last."""
    for path, good, name in asked:
        value, others = quote(GOOD.get(name, "x")), {one: good[one] for one in good if one != name}
        for twice in ((f"{name}={value}", f"{name}={value}"), (f"{name}={value}", f"{name}="), (f"{name}=", f"%{ord(name[0]):x}{name[1:]}={value}")):  # fmt: skip
            assert errors(ask(ada, path, others, *twice)) == {(name, "invalid")}, (path, twice)


def test_what_is_no_utf_8_is_malformed(ada: FlaskClient, asked: Asked) -> None:
    """Whatever it is called, and also as a name."""
    for (path, good, name), bytes_ in product(asked, NO_TEXT):
        for more in (f"{name}={bytes_}", f"nobody={bytes_}", f"{bytes_}=x"):
            assert ask(ada, path, good, more).status_code == 400, (path, more)


def test_control_characters_are_refused(ada: FlaskClient, asked: Asked) -> None:
    for (path, good, name), control in product(asked, CONTROLS):
        others = {one: good[one] for one in good if one != name}
        assert errors(ask(ada, path, others, f"{name}={control}")) == {(name, "control_characters")}, (path, name)


def test_the_absurdly_long_is_refused(ada: FlaskClient, asked: Asked) -> None:
    for path, good, name in asked:
        others = {one: good[one] for one in good if one != name}
        assert errors(ask(ada, path, others, f"{name}={LONG}")) == {(name, "too_long")}, (path, name)


def test_a_limit_is_a_small_number_in_plain_digits(client: FlaskClient) -> None:
    for limit in ("0", "-1", "201", "1.0", "1e1", "+5", "٣", " 5", "5 ", "0x5", "9" * 1900):
        answer = client.get("/v1/sites/news/comments", query_string={"thread": THREAD, "limit": limit})

        assert errors(answer) == {("limit", "invalid")}, limit


def test_two_languages_are_one_too_many(client: FlaskClient) -> None:
    for path in ("/v1/sites/news/comments", "/console/login", "/nowhere"):
        assert client.get(f"{path}?lang=ar&lang=fr").status_code in {404, 422}


def test_what_is_no_name_in_a_path_is_not_found(client: FlaskClient, ada: FlaskClient) -> None:
    for path in (*NO_TEXT, *CONTROLS, "news%00", "news%FF", "..%2F..", "%EF%BF%BD"):
        assert_not_found(client, ada, path)


def assert_not_found(client: FlaskClient, ada: FlaskClient, path: str) -> None:
    """Whoever and whatever is looked for under this name is not there."""
    answers = [
        client.get(f"/v1/sites/{path}/comments?thread={THREAD}"),
        client.post(f"/v1/sites/{path}/comments", json={}),
        client.get(f"/v1/comments/{path}"),
        client.get(f"/t/{path}?thread={THREAD}"),
        ada.get(f"/v1/moderation/comments/{path}"),
        ada.post(f"/v1/moderation/comments/{path}/reveal", json={"reason": "A threat"}),
    ]

    assert {answer.status_code for answer in answers} == {404}
