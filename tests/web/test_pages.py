"""What all pages have in common: language, direction, and nothing that our own policy forbids."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.web import pages
from tests.conftest import Clock
from tests.submissions import THREAD
from tests.web import html

STATIC = Path(pages.__file__).parent / "static"
TEMPLATES = Path(pages.__file__).parent / "templates"
PAGES = [f"/t/news?thread={THREAD}", "/t/news", "/t/nobody", "/console/login", "/docs", "/console/nowhere"]
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|width|height|(min|max)-(width|height)"
    r"|(margin|padding|border|inset)-(left|right|top|bottom)|float(?!: inline-)|letter-spacing|text-transform)\s*:"
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_a_page_says_its_language_and_its_direction(
    client: FlaskClient, path: str, language: str, direction: str
) -> None:
    client.set_cookie("lang", language)
    page = html.read(client.get(path, follow_redirects=True))

    root = page.one("html").attributes
    expected = ("en", "ltr") if path == "/docs" else (language, direction)
    assert (root["lang"], root["dir"]) == expected
    assert page.one("title").text
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_that_its_policy_forbids(client: FlaskClient, path: str) -> None:
    response = client.get(path, follow_redirects=True)

    page = html.read(response)
    assert page.all("script") == page.all("style") == []
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", response.text)
    loaded = [link for link in page.all("link") if link.attributes["rel"] != "alternate"]
    assert all(link.attributes["href"].startswith("/static/") for link in loaded)


def test_the_url_then_the_cookie_then_the_browser_then_the_site_choose_the_language(client: FlaskClient) -> None:
    def language(query: str = "", **headers: str) -> str:
        page = html.read(client.get(f"/t/news?thread={THREAD}{query}", headers=headers))
        return page.one("html").attributes["lang"]

    assert language() == "ar"
    assert language(**{"Accept-Language": "de, fr-MA;q=0.8, en;q=0.5"}) == "fr"
    client.set_cookie("lang", "en")
    assert language(**{"Accept-Language": "fr"}) == "en"
    assert language("&lang=fr") == "fr"
    assert language("&lang=xx") == "en"


def test_public_pages_set_no_cookie(client: FlaskClient) -> None:
    response = client.get(f"/t/news?thread={THREAD}&lang=fr")

    assert "Set-Cookie" not in response.headers
    assert response.headers["Vary"] == "Accept-Language, Cookie"
    assert response.headers["Content-Language"] == "fr"


def test_only_one_template_puts_html_out_as_it_is() -> None:
    trusting = [path.name for path in TEMPLATES.rglob("*.html") if re.search(r"\|\s*safe", path.read_text())]

    assert trusting == ["_comment.html"]
    assert not [path for path in TEMPLATES.rglob("*.html") if "autoescape" in path.read_text()]


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_know_no_left_and_no_right(sheet: Path) -> None:
    rules = re.sub(r"@media[^{]*|/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

    assert PHYSICAL.findall(rules) == []
    assert not re.search(r":\s*(left|right)\b|url\(|@import", rules)


@pytest.mark.parametrize(
    ("language", "day", "ago", "weight", "share"),
    [
        ("ar", "24 نونبر 2026، 09:05 UTC", "قبل 5 دقائق", "+1,5", "87%"),
        ("fr", "24 novembre 2026, 09:05 UTC", "il y a 5 minutes", "+1,5", "87\N{NARROW NO-BREAK SPACE}%"),
        ("en", "24 November 2026, 09:05 UTC", "5 minutes ago", "+1.5", "87%"),
    ],
)
def test_dates_and_numbers_are_written_as_they_are_in_the_language(
    app: Flask, language: str, day: str, ago: str, weight: str, share: str
) -> None:
    at = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    with app.test_request_context("/"):
        g.language, g.now = language, at + timedelta(minutes=5)

        assert pages.date(at) == day
        assert pages.when(at) == ago
        assert pages.signed(1.5) == weight
        assert pages.percent(0.87).replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}") == share
        g.now = at + timedelta(days=2)
        assert pages.when(at) == day
        assert pages.signed(-0.25).startswith("−")
        assert pages.signed(0) in {"0.0", "0,0"}


def test_a_refusal_is_a_page_where_pages_are(
    client: FlaskClient, post: Callable[..., TestResponse], clock: Clock
) -> None:
    response = client.get("/t/nobody?lang=fr")

    page = html.read(response)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
    assert page.one("h1").text == "Il n’y a rien ici."


def test_a_mistake_of_ours_is_said_in_words_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("fatima@example.ma")

    monkeypatch.setattr("moderation.web.public.conversation.read", fail)

    response = client.get(f"/t/news?thread={THREAD}&lang=en")

    assert response.status_code == 500
    assert html.read(response).one("h1").text == "Something went wrong on our side."
    assert "fatima" not in response.text


def test_a_file_has_another_address_when_it_is_another(client: FlaskClient) -> None:
    page = html.read(client.get("/console/login"))

    sheet = client.get(page.all("link", rel="stylesheet")[0].attributes["href"])

    assert sheet.mimetype == "text/css"
    assert "max-age=86400" in sheet.headers["Cache-Control"]
    sheet.close()
