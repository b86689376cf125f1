"""What is wrong with a submission is said field by field; what cannot be read is refused."""

from collections.abc import Callable
from itertools import product

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.submissions import THREAD
from tests.web.faults import errors

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"

NO_COMMENTS = [
    "", " ", "nul", "True", "NaN", "-Infinity", "1e99999", "-1e-99999", "9" * 4_000, "9" * 5_000, "-", "01", ".5", "1.", "0x1",
    "[", "[" * 40_000, "]", "[1,]", "[,1]", "[1 2]", "{,}", "{1:2}", "{'a':1}", '{"a"}', '{"a":}', '{"a":1,}', '{"a":1}}',
    '"', '"\\', '"\\x"', '"\\u12"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\t"', "'a'", '"a"b', "/* */ 1", "1 // a",
    "\ufeff{}", "{}\x00", "{}" * 100, '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}', '{"__proto__":{}}', '{"":0}',
]  # fmt: skip


def test_all_faults_are_named_at_once(post: Post) -> None:
    response = post(
        name="", email="nobody", url="javascript:alert(1)", body="\u200b  ", thread="https://evil.example/x"
    )

    assert errors(response) == {
        ("author.name", "required"),
        ("author.email", "invalid"),
        ("author.url", "invalid"),
        ("body", "required"),
        ("thread", "foreign"),
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": "x" * 81}, "author.name", "too_long"),
        ({"name": "a\u0000b"}, "author.name", "control_characters"),
        ({"name": "two\nlines"}, "author.name", "control_characters"),
        ({"body": "x" * 10_001}, "body", "too_long"),
        ({"body": "bell \u0007"}, "body", "control_characters"),
        ({"body": "\ud800"}, "body", "control_characters"),
        ({"body": 7}, "body", "invalid"),
        ({"title": "x" * 301}, "title", "too_long"),
        ({"thread": "https://news.example/" + "م" * 1_900}, "thread", "too_long"),
        ({"thread": "ftp://news.example/x"}, "thread", "invalid"),
        ({"thread": None}, "thread", "required"),
        ({"parent": "../../etc"}, "parent", "invalid"),
        ({"notify_replies": "yes"}, "notify_replies", "invalid"),
        ({"status": "approved"}, "status", "unknown_field"),
        ({"email": ""}, "author.email", "required"),
        ({"email": "a" * 250 + "@b.ma"}, "author.email", "too_long"),
        ({"email": '"quoted"@example.ma'}, "author.email", "invalid"),
        ({"email": "Ali <ali@example.ma>"}, "author.email", "invalid"),
        ({"email": "ali@[127.0.0.1]"}, "author.email", "invalid"),
        ({"email": "ali@localhost"}, "author.email", "invalid"),
        ({"url": "https://user:pass@example.ma/"}, "author.url", "invalid"),
    ],
)
def test_one_fault_is_one_error(post: Post, changes: dict[str, object], field: str, code: str) -> None:
    assert errors(post(**changes)) == {(field, code)}


@pytest.mark.parametrize(
    "email", ["فاطمة@موقع.المغرب", "fatima@موقع.المغرب", "f.z+news@sub.example.co.uk", "élodie@exemple.fr"]
)
def test_internationalised_addresses_are_welcome(post: Post, email: str) -> None:
    assert post(email=email).status_code == 202


@pytest.mark.parametrize(("language", "message"), [("en", "Please enter your name."), ("fr", "nom"), ("ar", "الاسم")])
def test_errors_are_in_the_readers_language_and_never_repeat_the_address(
    post: Post, language: str, message: str
) -> None:
    response = post(name="", email="secret address@example.ma", headers={"Accept-Language": language})

    assert message in response.get_json()["errors"][0]["message"]
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"body": "a", "body": "b"}', "application/json", 400),
        (b'{"body": NaN}', "application/json", 400),
        (b'{"body": "\xff"}', "application/json", 400),
        (b'{"a":' * 20_000, "application/json", 400),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "application/json", 400),
        (b"body=%FF", "application/x-www-form-urlencoded", 400),
        (b"hello", "text/plain", 415),
        (b"<a/>", "application/xml", 415),
        (b'{"body": "' + b"x" * 170_000 + b'"}', "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_refused(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    response = client.post(URL, data=body, content_type=kind)

    assert response.status_code == status
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "place", ["%s", '{"body":%s}', '{"author":{"name":%s}}', '{"thread":"https://news.example/","body":[%s]}']
)
def test_whatever_stands_where_json_should_is_a_refusal(client: FlaskClient, place: str) -> None:
    """The kinds of fault that collections of test files for JSON parsers are made of."""
    for value, encoding in product(NO_COMMENTS, ("utf-8", "utf-16", "utf-32-be")):
        response = client.post(URL, data=(place % value).encode(encoding), content_type="application/json")

        assert response.status_code in {400, 422}, (value, encoding)
        assert response.content_type == "application/problem+json"


def test_faults_of_a_form_have_the_json_names(client: FlaskClient) -> None:
    response = client.post(URL, data={"thread": THREAD}, content_type="multipart/form-data")

    assert errors(response) == {("author.name", "required"), ("author.email", "required"), ("body", "required")}


def test_unknown_pages_and_methods_are_problems(client: FlaskClient) -> None:
    for response, status in ((client.get("/nowhere"), 404), (client.delete(URL), 405)):
        assert response.status_code == status
        assert response.content_type == "application/problem+json"
