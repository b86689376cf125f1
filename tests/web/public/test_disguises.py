"""What Unicode can do to a text: it is stored as it was typed, or refused for a reason; alike on both databases."""

import unicodedata
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.store import comments
from tests import corpora
from tests.web.faults import errors

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"
RAW = {"lone-surrogate-json", "invalid-utf8-bytes", "overlong-utf8", "bom"}  # whole bodies
OWN = (
    {"kind": "bidi", "input": "a\u202egnp.exe"},
    {"kind": "mark", "input": "x\u200fy\u061cz"},
    {"kind": "zero-width", "input": "vi\u200bag\u00adra"},
    {"kind": "lookalike", "input": "\u0430dmin"},
    {"kind": "expansion", "input": "\ufdfa" * 500},
    {"kind": "joined", "input": "\U0001f468\u200d\U0001f469 می\u200cخواهم"},
    {"kind": "tags", "input": "hi\U000e0041\U000e007f"},
    {"kind": "blank-only", "input": "\u3164\u2060"},
    {"kind": "control", "input": "a\x1b[31m"},
    {"kind": "nonchar", "input": "a\ufffe"},
    {"kind": "overlong-utf8", "input": "hex:7b22c0af227d"},
)


def test_a_text_is_stored_as_it_was_typed_or_refused(post: Post, client: FlaskClient, ctx: Context) -> None:
    """NFC and one kind of line break are all that is changed."""
    lines = (*OWN, *corpora.beside("unicode_attacks"))
    found = {}
    for number, line in enumerate(lines):
        text, kind = line["input"], line["kind"]
        answer = raw(client, text) if kind in RAW else post(body=text, email=f"r{number}@example.ma")
        found[kind, text] = answered(answer, kind, text, ctx)

    assert {place: told for place, told in found.items() if told} == {}


def raw(client: FlaskClient, text: str) -> TestResponse:
    """The answer to a body that is sent as it is."""
    data = bytes.fromhex(text.removeprefix("hex:")) if text.startswith("hex:") else text.encode()
    return client.post(URL, data=data, content_type="application/json")


def answered(answer: TestResponse, kind: str, text: str, ctx: Context) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if kind in RAW:
        return "" if answer.status_code in {400, 422} else f"{answer.status_code}"
    if kind == "blank-only":
        return "" if errors(answer) == {("body", "required")} else answer.text
    if (
        any(unicodedata.category(letter) in {"Cc", "Cn"} for letter in text.replace("\n", ""))
        and answer.status_code == 422
    ):
        return "" if errors(answer) == {("body", "control_characters")} else answer.text
    with ctx.database.read() as connection:
        comment = comments.find(connection, answer.get_json()["id"])
    typed = unicodedata.normalize("NFC", text).translate({0x2028: "\n", 0x2029: "\n"})
    return "" if comment and comment.body == typed else f"{answer.status_code}: another text is stored"


@pytest.mark.parametrize("name", ["admin", "\u0430dmin", "ad\u200bmin", "\uff41\uff44\uff4d\uff49\uff4e"])
def test_a_name_is_shown_as_it_was_typed(post: Post, name: str) -> None:
    assert post(name=name).get_json()["author"]["name"] == name
