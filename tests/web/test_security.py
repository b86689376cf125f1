"""What every answer tells a browser, and whose word about a sender's address is believed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import comments
from tests.prepared import application
from tests.submissions import THREAD, a_submission

URL = "/v1/sites/news/comments"


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/openapi.json", "/docs", "/console/login", f"{URL}?thread={THREAD}", "/nowhere"]
)
def test_every_answer_carries_its_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "max-age" in headers["Strict-Transport-Security"]


def test_json_runs_nothing_even_when_opened_as_a_page(client: FlaskClient) -> None:
    assert "sandbox" in client.get("/readyz").headers["Content-Security-Policy"]


def network(ctx: Context, response: TestResponse) -> str:
    """The keyed hash of the network a comment came from."""
    with ctx.database.read() as connection:
        comment = comments.find(connection, response.get_json()["id"])
    assert comment
    return comment.arrival.network


def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours(
    post: Callable[..., TestResponse], ctx: Context
) -> None:
    plain = post()
    forged = post(headers={"X-Forwarded-For": "203.0.113.9"}, body="تعليق آخر")

    assert network(ctx, plain) == network(ctx, forged)


def test_behind_our_proxy_the_last_foreign_hop_counts(make_context: Callable[..., Context], site: Site) -> None:
    ctx = make_context(MODERATION_TRUSTED_PROXIES="10.0.0.0/8, ::1")
    client = application(ctx).test_client()

    def send(number: int, forwarded: str, peer: str = "10.0.0.1") -> str:
        headers = {"X-Forwarded-For": forwarded}
        body = a_submission(body=f"تعليق {number}", email=f"r{number}@example.ma")
        return network(ctx, client.post(URL, json=body, headers=headers, environ_base={"REMOTE_ADDR": peer}))

    reader = send(1, "198.51.100.7")
    assert send(2, "6.6.6.6, 198.51.100.7") == reader
    assert send(3, "6.6.6.6, 198.51.100.7, 10.9.9.9") == reader
    assert send(4, "198.51.100.7", peer="192.0.2.1") != reader
    assert send(5, "not an address") == ""
    assert send(6, "::ffff:198.51.100.7") == reader


def test_a_network_is_another_one_tomorrow(
    post: Callable[..., TestResponse], ctx: Context, clock: Callable[..., object]
) -> None:
    today = network(ctx, post())
    clock.forward(days=1)  # type: ignore[attr-defined]

    assert network(ctx, post(body="تعليق آخر")) != today


def test_the_service_may_live_under_a_path(make_context: Callable[..., Context], site: Site) -> None:
    ctx = make_context(MODERATION_PUBLIC_URL="https://news.example/comments-service")
    client = application(ctx).test_client()

    passed_on = client.post("/comments-service" + URL, json=a_submission())
    cut_off = client.get("/healthz")

    assert passed_on.headers["Location"].startswith("https://news.example/comments-service/v1/comments/")
    assert cut_off.status_code == 200


def test_a_mistake_of_ours_tells_nothing(
    app: Flask, client: FlaskClient, ctx: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("fatima@example.ma")

    monkeypatch.setattr("moderation.web.public.accept.hand_in", fail)

    response = client.post(URL, json=a_submission())

    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    captured = capsys.readouterr()
    assert "fatima" not in response.text + captured.out + captured.err
    assert "request_failed" in captured.out + captured.err
