"""Serving the script of the element: compressed by us, kept for long under its hashed name, allowed on every page."""

import gzip
from base64 import b64encode
from hashlib import sha384

import brotli
import pytest
from flask.testing import FlaskClient

from moderation.domain.site import Site
from moderation.web.public.embed import FILE, script


@pytest.mark.parametrize(
    ("accepted", "coding", "read"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_r03_it_is_sent_compressed_to_who_understands_that(
    client: FlaskClient, accepted: str, coding: str | None, read: object
) -> None:
    answer = client.get("/embed.js", headers={"Accept-Encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == coding
    assert read(answer.data) == FILE.read_bytes()  # type: ignore[operator]
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_r03_who_has_it_already_is_not_sent_it_again(client: FlaskClient) -> None:
    first = client.get("/embed.js")

    again = client.get("/embed.js", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert "max-age=300" in again.headers["Cache-Control"]


def test_r03_under_its_hashed_name_it_never_changes(client: FlaskClient) -> None:
    answer = client.get(f"/embed.{script().version}.js")

    assert answer.data == FILE.read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/embed.000000000000.js").status_code == 404


def test_any_page_may_load_it_and_demand_its_hash(client: FlaskClient) -> None:
    answer = client.get("/embed.js", headers={"Origin": "https://anybody.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    assert script().integrity == "sha384-" + b64encode(sha384(FILE.read_bytes()).digest()).decode()


def test_the_lines_to_copy_are_in_the_description(client: FlaskClient, site: Site) -> None:
    page = client.get("/docs").text

    assert f"https://comments.example/embed.{script().version}.js" in page
    assert script().integrity in page
