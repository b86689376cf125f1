"""What a field may hold: every limit exactly, after NFC and trimming; nothing that no person types; no blank for a text."""

import json
import unicodedata
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.submissions import THREAD, a_submission
from tests.web.faults import errors

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"
NAMES = {
    "name": "author.name",
    "email": "author.email",
    "url": "author.url",
    "thread": "thread",
    "title": "title",
    "body": "body",
}
OF_FORM = {"name": "author"}
C0_AND_C1 = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]
HALVES = ["\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800"]
NO_CHARACTERS = ["\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]
INVISIBLE = [
    "", " ", "\t \t", "\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f\u1160", "\u17b4\u17b5", "\u180e", "\u2003\u200a", "\u200b", "\u200b\u200c\u200d", "\u200e\u200f",
    "\u202a\u202e\u202c", "\u2060\u2063", "\u2066\u2069", "\u2800", "\u3000", "\u3164\u3164", "\ufe0f", "\ufeff", "\uffa0", "\U000e0041\U000e007f", "\u0301", "\u200b\u2060\ufeff", " \u200b ",
]  # fmt: skip
TOO_LONG = {  # code points after NFC; these come in as half or a third of it
    "name": ("\u0958" * 41, "\u0958" * 40), "title": ("\ufb2c" * 101, "\ufb2c" * 100), "body": ("\u0958" * 5_001, "\u0958" * 5_000),
}  # fmt: skip


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """What is refused here reaches no database; what is accepted, both store alike (``public/test_attacks.py``)."""
    return sqlite_url


def by_form(client: FlaskClient, kind: str, **changes: str) -> TestResponse:
    """A submission as a form."""
    fields = {"author": "فاطمة", "email": "fatima@example.ma", "thread": THREAD, "body": "شكرا"}
    fields |= {OF_FORM.get(name, name): value for name, value in changes.items()}
    return client.post(URL, data=MultiDict(fields), content_type=kind)


@pytest.mark.parametrize("field", NAMES)
def test_what_no_person_types_is_refused_in_every_field(post: Post, field: str) -> None:
    """C0 and C1 but tab and line breaks, half surrogate pairs, code points that are no characters."""
    found = {text: errors(post(**{field: f"a{text}b"})) for text in (*C0_AND_C1, *HALVES, *NO_CHARACTERS)}

    assert {text: told for text, told in found.items() if told != {(NAMES[field], "control_characters")}} == {}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_no_person_types_is_refused_in_forms_too(client: FlaskClient, kind: str) -> None:
    """Half pairs cannot be sent in a form: they are no UTF-8."""
    for field, text in product(NAMES, ("\0", "\x07", "\x1b", "\x7f", "\x85", "\ufffe")):
        answer = by_form(client, kind, **{field: f"a{text}b"})

        assert errors(answer) == {(NAMES[field], "control_characters")}, (field, text)


@pytest.mark.parametrize("data", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"])
def test_a_form_that_is_no_utf_8_is_refused_whatever_the_field(client: FlaskClient, data: bytes) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in data).encode()
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--x--\r\n'
    for name in (
        b"author",
        b"email",
        b"url",
        b"thread",
        b"title",
        b"body",
        b"parent",
        b"form_token",
        b"website2",
        b"nobody",
    ):
        answers = [
            client.post(URL, data=name + b"=" + escaped, content_type="application/x-www-form-urlencoded"),
            client.post(URL, data=name + b"=" + data, content_type="application/x-www-form-urlencoded"),
            client.post(URL, data=escaped + b"=" + name, content_type="application/x-www-form-urlencoded"),
            client.post(URL, data=part % (name, data), content_type="multipart/form-data; boundary=x"),
            client.post(URL, data=part % (data, name), content_type="multipart/form-data; boundary=x"),
        ]

        assert {answer.status_code for answer in answers} == {400}, name


@pytest.mark.parametrize("field", ["name", "url", "title", "email"])
def test_a_line_is_one_line(post: Post, field: str) -> None:
    for text in ("a\nb", "a\rb", "a\r\nb", "a\tb", "a\u2028b", "a\u2029b"):
        [(name, code)] = errors(post(**{field: text}))

        assert (name, code) in {(NAMES[field], "control_characters"), (NAMES[field], "invalid")}, text


@pytest.mark.parametrize(
    ("field", "longest", "longer"),
    [
        ("name", "ن" * 80, "ن" * 81),
        ("name", "e\u0301" * 80, "e\u0301" * 81),
        ("name", "\u200b" * 99 + "🙂" * 80 + " " * 99, "🙂" * 81),
        ("title", "🙂" * 300, "🙂" * 301),
        ("body", "a\u030a" * 10_000, "a\u030a" * 10_001),
        ("body", "\n" * 99 + "ع" * 10_000, "ع" * 10_001),
        ("url", "https://a.example/" + "x" * 482, "https://a.example/" + "x" * 483),
        ("thread", THREAD + "?" + "x" * (1_999 - len(THREAD)), THREAD + "?" + "x" * (2_000 - len(THREAD))),
        ("email", f"{'x' * 64}@{'b' * 62}.{'b' * 62}.{'b' * 60}.ma", f"{'x' * 64}@{'b' * 62}.{'b' * 62}.{'b' * 61}.ma"),
    ],
)
def test_exactly_the_limit_after_nfc_and_trimming_is_accepted(
    post: Post, field: str, longest: str, longer: str
) -> None:
    assert post(**{field: longest}).status_code == 202
    assert errors(post(**{field: longer})) == {(NAMES[field], "too_long")}


@pytest.mark.parametrize("field", TOO_LONG)
def test_what_nfc_makes_longer_is_measured_afterwards(post: Post, field: str) -> None:
    longer, longest = TOO_LONG[field]

    assert len(unicodedata.normalize("NFC", longest)) == 2 * len(longest) or field == "title"
    assert errors(post(**{field: longer})) == {(field.replace("name", "author.name"), "too_long")}
    assert post(**{field: longest}).status_code == 202


def test_the_name_is_kept_in_nfc(post: Post) -> None:
    assert post(name=" e\u0301lodie\u200b ").get_json()["author"]["name"] == "\u00e9lodie"


@pytest.mark.parametrize("field", ["name", "email", "thread", "body"])
def test_what_nobody_can_see_is_not_there(post: Post, field: str) -> None:
    found = {text: errors(post(**{field: text})) for text in INVISIBLE}

    assert {text: told for text, told in found.items() if told != {(NAMES[field], "required")}} == {}


@pytest.mark.parametrize("field", ["url", "title"])
def test_what_nobody_can_see_is_left_out_where_it_may_be(post: Post, field: str) -> None:
    answers = [post(**{field: text, "body": f"تعليق {number}"}) for number, text in enumerate(INVISIBLE)]

    assert {answer.status_code for answer in answers} == {202}
    assert {answer.get_json()["author"]["url"] for answer in answers} == {""}


@pytest.mark.parametrize("field", ["form_token", "website2"])
def test_a_trap_is_never_sprung_aloud(post: Post, field: str) -> None:
    """Neither what the form remembers nor the honeypot is stored; only what is no text is refused."""
    texts = (*C0_AND_C1[:3], "\ufffe", "a" * 200, "١" * 200, ".", "..", "\u202e")
    answers = [post(**{field: text, "body": f"تعليق {number}"}) for number, text in enumerate(texts)]

    assert {answer.status_code for answer in answers} == {202}
    assert {(*errors(post(**{field: half})),) for half in HALVES} == {((field, "invalid"),)}


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}, ["a"], {"a": "b"}])
def test_what_is_no_text_is_invalid(client: FlaskClient, value: object) -> None:
    for field, place in NAMES.items():
        sent = a_submission(**({} if value is None else {field: value}))
        if value is None:
            (sent["author"] if "." in place else sent)[field] = None

        assert errors(client.post(URL, json=sent)) == {(place, "invalid")}, field


def test_what_is_not_asked_for_is_refused(client: FlaskClient) -> None:
    """Nobody assigns a status; and a member that could be an address is not even named."""
    for member in (
        "id",
        "status",
        "site",
        "created_at",
        "submitted_at",
        "score",
        "version",
        "author_token",
        "__proto__",
    ):
        assert errors(client.post(URL, json={**a_submission(), member: "approved"})) == {(member, "unknown_field")}

    author = {**a_submission()["author"], "a@b.ma": "", "فاطمة": "", "role": "admin"}
    answer = client.post(URL, json=a_submission(author=author))
    assert errors(answer) == {("author", "unknown_field"), ("author.role", "unknown_field")}
    assert "a@b" not in answer.text


@pytest.mark.parametrize(
    ("path", "sent", "fault"),
    [
        ("decisions", {"action": "hold", "items": [{"id": "x", "version": 1}], "note": "a\0b"}, ("note", "control_characters")),
        ("decisions", {"action": "hold", "items": [{"id": "x", "version": 1}], "note": "\ud800"}, ("note", "control_characters")),
        ("decisions", {"action": "hold", "items": [{"id": "x", "version": 1}], "note": "x" * 1_001}, ("note", "too_long")),
        ("decisions", {"action": "hold", "items": [{"id": "\ud800", "version": 1}]}, ("items.0.id", "invalid")),
        ("decisions", {"action": "hold", "items": [{"id": "x", "version": 1, "status": "approved"}]}, ("items.0.status", "unknown_field")),
        ("decisions", {"action": "hold", "items": [{"id": "x", "version": "1"}]}, ("items.0.version", "invalid")),
        ("decisions", {"action": "reject", "items": [{"id": "x", "version": 1}], "reason": "\0"}, ("reason", "invalid")),
        ("decisions", {"action": "approve\0", "items": [{"id": "x", "version": 1}]}, ("action", "invalid")),
        ("undo", {"undo": "\ud800"}, ("undo", "invalid")),
        ("undo", {"undo": "x", "moderator": 1}, ("moderator", "unknown_field")),
        ("comments/1-00000000000000000000000000/reveal", {"reason": "\u200b"}, ("reason", "required")),
        ("comments/1-00000000000000000000000000/reveal", {"reason": "a\x1bb"}, ("reason", "control_characters")),
        ("comments/1-00000000000000000000000000/reveal", {"reason": "x" * 201}, ("reason", "too_long")),
    ],
)  # fmt: skip
def test_moderators_fields_are_as_strict(
    ada: FlaskClient, path: str, sent: dict[str, Any], fault: tuple[str, str]
) -> None:
    answer = ada.post(f"/v1/moderation/{path}", data=json.dumps(sent), content_type="application/json")

    assert errors(answer) == {fault}
