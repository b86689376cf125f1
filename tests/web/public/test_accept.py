"""The same twice, and too much: what is sent again is one comment, and nobody can flood."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from tests.conftest import Clock
from tests.prepared import application
from tests.submissions import THREAD, a_submission
from tests.web.faults import errors

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"


def test_the_same_again_is_a_duplicate_for_ten_minutes(post: Post, clock: Clock) -> None:
    assert post().status_code == 202
    assert post().status_code == 409
    assert post(thread=THREAD + "#comments").status_code == 409
    assert post(body="شيء آخر").status_code == 202
    clock.forward(minutes=11)
    assert post().status_code == 202


def test_the_same_key_is_the_same_comment(post: Post) -> None:
    key = {"Idempotency-Key": "one two three"}

    first, again = post(headers=key), post(headers=key)

    assert (again.status_code, again.get_json()) == (202, first.get_json())


def test_a_key_for_something_else_is_refused(post: Post) -> None:
    key = {"Idempotency-Key": "k"}
    post(headers=key)

    assert errors(post(headers=key, body="شيء آخر")) == {("idempotency_key", "key_reused")}


def test_a_key_is_short_and_printable(post: Post) -> None:
    assert errors(post(headers={"Idempotency-Key": "k" * 256})) == {("idempotency_key", "too_long")}
    assert errors(post(headers={"Idempotency-Key": "clé"})) == {("idempotency_key", "invalid")}


def test_many_copies_at_once_are_one_comment(app: Flask, ctx: Context, site: Site) -> None:
    def send(_number: int) -> TestResponse:
        return app.test_client().post(URL, json=a_submission(), headers={"Idempotency-Key": "same"})

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(send, range(50)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.get_json()["id"] for answer in answers}) == 1


@pytest.fixture
def limited(make_context: Callable[..., Context], site: Site) -> FlaskClient:
    """Somebody on the web, where limits are on (and Redis is away: each process counts by itself)."""
    return application(make_context(MODERATION_RATE_LIMITS="on")).test_client()


def test_too_many_from_one_network_have_to_wait(limited: FlaskClient) -> None:
    def send(number: int, address: str) -> TestResponse:
        body = a_submission(body=f"تعليق رقم {number}", email=f"reader{number}@example.ma")
        return limited.post(URL, json=body, environ_base={"REMOTE_ADDR": address})

    answers = [send(number, f"2001:db8::{number}") for number in range(7)]

    assert [answer.status_code for answer in answers] == [202] * 6 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    assert send(8, "2001:db8:0:1::8").status_code == 202


def test_too_many_by_one_author_have_to_wait(limited: FlaskClient) -> None:
    def send(number: int) -> TestResponse:
        return limited.post(
            URL, json=a_submission(body=f"تعليق رقم {number}"), environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}
        )

    assert [send(number).status_code for number in range(5)] == [202] * 4 + [429]


def test_a_replay_uses_up_no_limit(limited: FlaskClient) -> None:
    answers = [limited.post(URL, json=a_submission(), headers={"Idempotency-Key": "k"}) for _ in range(12)]

    assert {answer.status_code for answer in answers} == {202}
    assert limited.post(URL, json=a_submission(body="شيء آخر")).status_code == 202


def test_a_key_may_have_255_characters_and_an_empty_one_is_none(post: Post) -> None:
    key = {"Idempotency-Key": "".join(map(chr, range(0x20, 0x7F)))[1:] + "k" * 161}

    assert len(key["Idempotency-Key"]) == 255
    assert post(headers=key).get_json() == post(headers=key).get_json()
    assert post(headers={"Idempotency-Key": ""}).status_code == 409


@pytest.mark.parametrize("key", ["a\tb", "\x01", "\x7f", "a\x00", "\x80", "ÿ"])
def test_a_key_is_never_repeated(post: Post, key: str) -> None:
    response = post(headers={"Idempotency-Key": f"secret{key}"})

    assert errors(response) == {("idempotency_key", "invalid")}
    assert "secret" not in response.text + str(response.headers)


@pytest.mark.parametrize("changed", [{"body": "شيء آخر"}, {"thread": THREAD + "/2"}, {"name": "Ali"}, {"email": "ali@example.ma"}, {"url": "https://ali.example/"}])  # fmt: skip
def test_a_key_stands_for_all_that_was_said(post: Post, changed: dict[str, str]) -> None:
    key = {"Idempotency-Key": "k"}
    post(headers=key)

    assert errors(post(headers=key, **changed)) == {("idempotency_key", "key_reused")}


def test_a_key_is_of_one_site_and_of_one_day(
    post: Post, add_site: Callable[..., Site], client: FlaskClient, clock: Clock
) -> None:
    key = {"Idempotency-Key": "k"}
    first = post(headers=key).get_json()["id"]
    add_site("other")

    elsewhere = client.post("/v1/sites/other/comments", json=a_submission(thread="https://other.example/"), headers=key)
    assert elsewhere.status_code == 202
    clock.forward(hours=23)
    assert post(headers=key).get_json()["id"] == first
    clock.forward(hours=2)
    assert post(headers=key).get_json()["id"] != first
