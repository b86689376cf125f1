"""The demo: a newspaper's article in three languages, each with the stock form."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.domain.site import Site
from tests.submissions import EMAIL
from tests.web import html
from tests.web.hands import publish

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def demo(add_site: Callable[..., Site]) -> Site:
    """The site whose pages are our own."""
    return add_site("demo", "https://comments.example")


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [("/demo/", "ar", "rtl"), ("/demo/fr/", "fr", "ltr"), ("/demo/en/", "en", "ltr")],
)
def test_an_article_is_in_one_language_whatever_the_browser_prefers(
    client: FlaskClient, demo: Site, path: str, language: str, direction: str
) -> None:
    response = client.get(path, headers={"Accept-Language": "de, en;q=0.5"})

    page = html.read(response)
    root = page.one("html").attributes
    assert (root["lang"], root["dir"]) == (language, direction)
    assert page.one("nav", class_="tongues").one("a", aria_current="page").attributes["href"] == path
    assert len(page.one("article", class_="story").text) > 800
    assert html.hidden(page.one("form"))["thread"] == f"https://comments.example{path}"
    assert "Set-Cookie" not in response.headers


def test_a_comment_goes_all_the_way_without_a_script(
    client: FlaskClient, demo: Site, night_shift: Callable[[], int], ada: FlaskClient
) -> None:
    form = html.read(client.get("/demo/fr/")).one("form")
    fields = {**html.hidden(form), "author": "Nadia", "email": EMAIL, "url": "", "body": "Enfin !", "website2": ""}

    answer = client.post(form.attributes["action"], data=fields, headers=BROWSER)
    told = html.read(client.get(answer.headers["Location"]))
    night_shift()
    publish(ada, answer.headers["Location"].partition("posted=")[2].partition(".")[0])
    page = html.read(client.get("/demo/fr/"))

    assert answer.status_code == 303
    assert told.one("html").attributes["lang"] == "fr"
    assert told.one("h1").text == "La salle de lecture du vieux port rouvre ses portes"
    assert told.one("a", class_="back").attributes["href"] == "https://comments.example/demo/fr/"
    assert page.one(id="comments-title").text == "1 commentaire"
    assert page.one("div", class_="said").text == "Enfin !"


def test_an_answer_can_be_written_below_the_article(
    client: FlaskClient, demo: Site, night_shift: Callable[[], int], ada: FlaskClient
) -> None:
    form = html.read(client.get("/demo/")).one("form")
    fields = {**html.hidden(form), "author": "علي", "email": EMAIL, "body": "تعليق"}
    answer = client.post(form.attributes["action"], data=fields, headers=BROWSER)
    identifier = answer.headers["Location"].partition("posted=")[2].partition(".")[0]
    night_shift()
    publish(ada, identifier)

    link = html.read(client.get("/demo/")).one("p", class_="acts").all("a")[0].attributes["href"]
    page = html.read(client.get(link.partition("#")[0]))

    assert link == f"/demo/?parent={identifier}#comment-form"
    assert html.hidden(page.one("form"))["parent"] == identifier
    assert page.one(id="write-title").text == "كتابة ردّ"


def test_without_the_site_there_is_no_demo(client: FlaskClient) -> None:
    response = client.get("/demo/")

    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_the_demo_is_in_front_where_there_is_one(app: Flask, demo: Site) -> None:
    assert app.test_client().get("/").headers["Location"] == "/demo/"


@pytest.mark.parametrize(("language", "path"), [("ar", "/demo/"), ("fr", "/demo/fr/"), ("en", "/demo/en/")])
def test_the_stock_form_of_wordpress_is_sent_to_its_door_and_says_that_it_has_arrived(
    client: FlaskClient, demo: Site, language: str, path: str
) -> None:
    page = html.read(client.get(f"/demo/wordpress/?lang={language}"))
    form = page.one("form", id="commentform")
    typed = {"author": "Nadia", "email": EMAIL, "url": "", "comment": "Enfin !"}

    answer = client.post(form.attributes["action"], data={**html.hidden(form), **typed}, headers=BROWSER)
    told = html.read(client.get(answer.headers["Location"]))

    assert html.hidden(form)["thread"] == f"https://comments.example{path}"
    assert answer.status_code == 302
    assert told.one("html").attributes["lang"] == language
    assert told.one("div", class_="notice", role="status").text
    assert page.all("div", class_="notice") == []
    assert "/demo/wordpress/" in client.get(path).text
