"""A body is taken in up to 160 KiB and not further, whether its length was announced or not."""

import json
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from moderation.domain.site import Site
from moderation.web import reception
from moderation.web.public.intake import LARGEST
from moderation.web.reception import Reception
from tests.submissions import THREAD, a_submission

URL = "/v1/sites/news/comments"
UNDO = "/v1/moderation/undo"


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """No question of databases: one is enough."""
    return sqlite_url


class Counted(BytesIO):
    """A body that remembers how much of it was asked for."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Some of it."""
        data = super().read(size)
        self.taken += len(data)
        return data


def send(app: Flask, body: Counted, path: str, kind: str, token: str = "", **more: str) -> TestResponse:
    """The answer to a body as the server hands it over."""
    environ = {"wsgi.input": body, "wsgi.input_terminated": True, "REMOTE_ADDR": "198.51.100.7", "CONTENT_TYPE": kind, "HTTP_AUTHORIZATION": f"Bearer {token}", **more}  # fmt: skip
    return Client(Reception(app.wsgi_app)).post(path, environ_overrides=environ)


KINDS = {
    "application/json": b'{"%s":""}',
    "application/x-www-form-urlencoded": b"x=%s",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="x"\r\n\r\n%s\r\n--x--\r\n',
}


@pytest.mark.parametrize("path", [URL, "/v1/sites/news/counts"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_larger_is_refused_announced_or_in_chunks(app: Flask, path: str, kind: str) -> None:
    for size in (LARGEST + 1, 10 * LARGEST):
        data = KINDS[kind] % (b"x" * (size - len(KINDS[kind]) + 2))
        chunked, announced = Counted(data), Counted(data)
        answers = [
            send(app, chunked, path, kind, HTTP_TRANSFER_ENCODING="chunked"),
            send(app, announced, path, kind, CONTENT_LENGTH=str(size)),
        ]

        assert [answer.status_code for answer in answers] == [413, 413]
        assert {answer.content_type for answer in answers} == {"application/problem+json"}
        assert chunked.taken <= LARGEST + 1
        assert announced.taken == 0


def test_it_is_so_for_moderators_too(app: Flask, token: str) -> None:
    data = b'{"undo":"%s"}' % (b"x" * LARGEST)

    assert (
        send(app, Counted(data), UNDO, "application/json", token, HTTP_TRANSFER_ENCODING="chunked").status_code == 413
    )


@pytest.mark.parametrize(("missing", "status"), [(0, 202), (1, 408)])
def test_what_comes_late_but_whole_is_taken_for_it_was_us_who_stood_still(
    app: Flask, site: Site, monkeypatch: pytest.MonkeyPatch, missing: int, status: int
) -> None:
    monkeypatch.setattr(reception, "PATIENCE", 0.0)
    data = json.dumps(a_submission()).encode()

    answer = send(app, Counted(data), URL, "application/json", CONTENT_LENGTH=str(len(data) + missing))

    assert answer.status_code == status


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_largest_is_read(app: Flask, kind: str) -> None:
    """And found wanting, for what is in it."""
    data = KINDS[kind] % (b"x" * (LARGEST - len(KINDS[kind]) + 2))
    assert len(data) == LARGEST

    chunked = send(app, Counted(data), URL, kind, HTTP_TRANSFER_ENCODING="chunked")
    announced = send(app, Counted(data), URL, kind, CONTENT_LENGTH=str(LARGEST))

    assert [chunked.status_code, announced.status_code] == [422, 422]


def test_the_longest_comment_fits_into_a_form(app: Flask) -> None:
    """10,000 emoji, each of them twelve letters in a form."""
    data = f"author=A&email=a%40example.ma&thread={THREAD}&body=".encode() + b"%F0%9F%99%82" * 10_000

    assert (
        send(app, Counted(data), URL, "application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(data))).status_code
        == 202
    )
