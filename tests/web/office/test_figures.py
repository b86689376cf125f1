"""Insight and the transparency report, as pages and as files."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest
from werkzeug.test import TestResponse

from moderation.domain.moderator import Role
from moderation.domain.site import Site
from tests.web import html
from tests.web.browser import Browser

REPORT = "/console/transparency"


@pytest.fixture
def rejected(browser: Browser, post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> None:
    """A comment that Ada has rejected."""
    post(title="=cmd|' /C calc'!A0")
    night_shift()
    form = browser.see("/console/").one("form", class_="decide")
    browser.press(form, action="reject", reason="insult")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("days", ["7", "30", "90"])
def test_insight_is_said_in_every_language(browser: Browser, rejected: None, language: str, days: str) -> None:
    page = browser.see(f"/console/insight?days={days}", language)

    assert page.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    plots = page.all("svg", role="img")
    assert len(plots) == 2
    for plot in plots:
        named = plot.attributes["aria-labelledby"].split()
        assert [page.one(id=name).text != "" for name in named] == [True, True]
    table = page.one("section", aria_labelledby="days-title").one("table")
    assert len(table.one("tbody").all("tr")) == int(days)
    assert {"ar": "شتم أو إهانة", "fr": "Insulte", "en": "Insult"}[language] in page.text


def test_without_second_looks_the_page_says_so(browser: Browser) -> None:
    page = browser.see("/console/insight")

    assert "Nothing was looked at twice in this period." in page.text
    assert "Ada" not in page.one("main").text  # no figures about one person


def test_a_site_can_be_picked_and_another_one_is_not_there(
    browser: Browser, rejected: None, add_site: Callable[..., Site]
) -> None:
    add_site("other")

    assert "Insult" in browser.see("/console/insight?site=news").text
    assert "Insult" not in browser.see("/console/insight?site=other").one("main").text
    browser.see("/console/insight?site=nowhere")
    assert browser.answer
    assert browser.answer.status_code == 404


def test_the_report_is_a_page_and_two_files(browser: Browser, rejected: None) -> None:
    page = browser.see(f"{REPORT}?site=news")
    links = [link.attributes["href"] for link in page.all("a", class_="button")]
    table, data = (browser.client.get(link) for link in links)

    assert "Insult" in page.one("section", aria_labelledby="reasons-title").text
    assert table.headers["Content-Disposition"] == 'attachment; filename="transparency.csv"'
    rows = list(csv.reader(StringIO(table.get_data().decode("utf-8-sig"), newline="")))
    assert ["reasons", "insult", "1"] in rows
    assert ["submitted", "", "1"] in rows
    assert table.get_data().startswith("\ufeff".encode())
    assert data.headers["Content-Disposition"] == 'attachment; filename="transparency.json"'
    found = json.loads(data.get_data())
    assert (found["site"], found["reasons"], found["restrictions"]) == ("news", {"insult": 1}, {"not_published": 1})


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-24&to=2020-11-01",
        "from=2020-01-01&to=2026-01-01",
        "from=soon",
        "to=2026-02-30",
        "from=0001-01-01&to=0001-01-02",
    ],
)
def test_a_period_that_is_none_is_said_and_a_report_is_shown_all_the_same(browser: Browser, query: str) -> None:
    page = browser.see(f"{REPORT}?{query}")

    assert browser.answer
    assert browser.answer.status_code == 422
    assert page.one(role="alert").text.startswith("Please give two days")
    assert browser.client.get(f"{REPORT}.csv?{query}").status_code == 422


def test_figures_are_for_moderators(browser_of: Callable[..., Browser]) -> None:
    viewer = browser_of("Vi", Role.VIEWER)

    for place in ("/console/insight", REPORT, f"{REPORT}.json", f"{REPORT}.csv"):
        viewer.client.get(place)
        assert viewer.client.get(place).status_code == 403


def test_the_queue_does_not_load_the_offices_styles(browser: Browser) -> None:
    def sheets(page: html.Element) -> list[str]:
        return [link.attributes["href"].partition("?")[0] for link in page.all("link", rel="stylesheet")]

    assert sheets(browser.see("/console/")) == ["/static/base.css", "/static/console.css"]
    assert sheets(browser.see("/console/insight"))[-1] == "/static/office.css"
