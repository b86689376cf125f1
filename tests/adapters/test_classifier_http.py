"""A classifier by HTTP: two numbers, or no answer."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters.classifier_http import classify
from moderation.adapters.outward import Answer
from moderation.domain.message import SendingError
from moderation.domain.opinion import Opinion, Who

URL = "https://models.example/classify"


def answer(said: bytes) -> Opinion:
    return classify(lambda *_: Answer({}, said), URL, "1-abc", "text", "ar")


def test_it_is_sent_a_text_and_nothing_about_its_author() -> None:
    sent = list[tuple[str, bytes, str]]()

    def post(*given: Any) -> Answer:
        sent.append(given)
        return Answer({}, b'{"spam":0.5}')

    classify(post, URL, "1-abc", "راسلوني me@x.example", "ar")

    ((url, body, kind),) = sent
    assert (url, kind) == (URL, "application/json")
    assert json.loads(body) == {"id": "1-abc", "text": "راسلوني […]", "language": "ar"}


@pytest.mark.parametrize(
    ("said", "opinion"),
    [
        (b'{"spam":0.25}', Opinion(Who.CLASSIFIER, 0.25)),
        (b'{"spam":1,"offensive":0,"model":"x"}', Opinion(Who.CLASSIFIER, 1.0, 0.0)),
        (b'{"spam":0,"offensive":null}', Opinion(Who.CLASSIFIER, 0.0)),
    ],
)
def test_what_it_says_is_taken(said: bytes, opinion: Opinion) -> None:
    assert answer(said) == opinion


@pytest.mark.parametrize(
    "said",
    [b"", b"{}", b"0.5", b'{"spam":"0.5"}', b'{"spam":true}', b'{"spam":NaN}', b'{"spam":1.1}', b'{"spam":-0.1}',
     b'{"spam":null}', b'{"spam":0.5,"offensive":2}', b'{"spam":Infinity}', b"\xff", b"[" * 60_000,
     b'{"spam":' + b"1" * 6000 + b"}"],
    ids=lambda said: said[:12],
)  # fmt: skip
def test_anything_else_is_no_answer(said: bytes) -> None:
    with pytest.raises(SendingError, match="garbage"):
        answer(said)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.dictionaries(st.sampled_from(["spam", "offensive", "x"]), inner)))  # fmt: skip
def test_no_answer_is_ever_taken_for_more_than_it_is(said: object) -> None:
    with suppress(SendingError):
        opinion = answer(json.dumps(said).encode())

        assert opinion.spam is not None
        assert 0 <= opinion.spam <= 1
        assert opinion.offensive is None or 0 <= opinion.offensive <= 1
