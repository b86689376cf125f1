"""The thread as a page, and the form that works without a script."""

from collections.abc import Callable
from html import escape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Comment
from moderation.domain.errors import UnavailableError
from moderation.domain.site import Site
from moderation.store import sites
from moderation.store.tables import comments
from moderation.web.public.conversation import nest
from tests.builders import a_comment
from tests.conftest import Clock
from tests.prepared import application
from tests.submissions import EMAIL, THREAD
from tests.web import html
from tests.web.hands import publish

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TYPED = {
    "body": "سطر أول\n\n<b>& encore</b>",
    "author": "فاطمة «الزهراء»",
    "email": "fatima@",
    "url": "example.ma",
    "thread": THREAD,
    "title": "عنوان <1>",
    "parent": "",
}


def send(client: FlaskClient, query: str = "", **changes: str) -> TestResponse:
    """What a browser does with the form."""
    form = {**TYPED, "email": EMAIL, "url": "", **changes}
    return client.post(URL + query, data=form, headers=BROWSER)


def see(client: FlaskClient, query: str = "", thread: str = THREAD) -> html.Element:
    """The thread's page in English."""
    response = client.get(f"/t/news?thread={thread}&lang=en{query}")
    assert response.status_code == 200, response.text
    return html.read(response)


def test_the_form_is_the_one_that_readers_know(client: FlaskClient, ctx: Context, site: Site) -> None:
    form = see(client).one("form")

    assert form.attributes["method"] == "post"
    assert form.attributes["action"] == f"{URL}?lang=en"
    fields = {one.attributes["name"]: one.attributes for one in [*form.all("textarea"), *form.all("input")]}
    assert set(fields) == {"body", "author", "email", "url", "website2", "thread", "title", "parent", "form_token"}
    assert [name for name, field in fields.items() if "required" in field] == ["body", "author", "email"]
    assert (fields["author"]["autocomplete"], fields["email"]["autocomplete"]) == ("name", "email")
    assert (fields["email"]["dir"], fields["url"]["dir"], fields["body"]["dir"]) == ("ltr", "ltr", "auto")
    assert fields["body"]["maxlength"] == "10000"
    labels = {label.attributes["for"] for label in form.all("label")}
    assert labels == {f"comment-{name}" for name in ("body", "author", "email", "url", "website2")}
    token = fields["form_token"]["value"]
    assert ctx.signatures.read_form(token, site.key, ctx.clock())[0] == "fresh"


def test_the_trap_is_hidden_from_people_and_their_helpers(client: FlaskClient) -> None:
    trap = see(client).one("div", class_="away", aria_hidden="true").one("input").attributes

    assert (trap["name"], trap["tabindex"], trap["autocomplete"]) == ("website2", "-1", "off")


def test_a_site_chooses_what_it_requires(client: FlaskClient, ctx: Context, site: Site) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"required": ["url"]}))
    ctx.directory.every(age=-1)

    page = see(client)

    required = [one.attributes["name"] for one in page.all("input") if "required" in one.attributes]
    assert required == ["url"]


def test_a_comment_sent_by_a_browser_leads_back_to_the_thread(client: FlaskClient) -> None:
    response = send(client)

    location = response.headers["Location"]
    assert response.status_code == 303
    assert location.startswith(f"/t/news?thread={THREAD}&posted=1-")
    page = html.read(client.get(location, headers={"Accept-Language": "en"}))
    assert "has been received" in page.one(id="posted").text
    assert page.one("a", class_="back").attributes["href"] == THREAD


def test_the_way_back_keeps_the_language(client: FlaskClient) -> None:
    assert send(client, "?lang=fr").headers["Location"].endswith("&lang=fr")
    assert "lang" not in send(client, "?lang=xx", body="autre").headers["Location"]


def test_without_a_browser_a_form_is_answered_in_json(client: FlaskClient) -> None:
    for number, accept in enumerate(("", "*/*", "application/json", "application/json, text/html;q=0.5")):
        form = {**TYPED, "email": EMAIL, "url": "", "body": f"تعليق {number}"}
        response = client.post(URL, data=form, headers={"Accept": accept} if accept else {})
        assert response.status_code == 202


def test_what_became_of_a_comment_is_said_without_saying_too_much(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    waiting = see(client, f"&posted={identifier}").one(id="posted").text
    ada.post("/v1/moderation/decisions", json={"action": "spam", "items": [{"id": identifier, "version": 2}]})
    spam = see(client, f"&posted={identifier}").one(id="posted").text
    ada.post("/v1/moderation/decisions", json={"action": "approve", "items": [{"id": identifier, "version": 3}]})
    published = see(client, f"&posted={identifier}").one(id="posted")

    assert waiting == spam
    assert "is published" in published.text
    assert published.one("a").attributes["href"].endswith(f"#comment-{identifier}")


@pytest.mark.parametrize("posted", ["unknown", "1-00000000000000000000000000", "999-01j00000000000000000000000"])
def test_nothing_is_said_of_a_comment_that_is_not_of_this_thread(client: FlaskClient, posted: str) -> None:
    assert see(client, f"&posted={posted}").all(id="posted") == []


def test_nothing_is_said_of_a_comment_of_another_thread(client: FlaskClient, post: Post) -> None:
    identifier = post(thread="https://news.example/other").get_json()["id"]

    assert see(client, f"&posted={identifier}").all(id="posted") == []


def test_everything_typed_is_still_there_when_something_is_wrong(client: FlaskClient) -> None:
    response = send(client, "?lang=en", **TYPED)

    page = html.read(response)
    assert response.status_code == 422
    assert response.headers["Cache-Control"] == "no-store"
    values = {one.attributes["name"]: one.attributes["value"] for one in page.one("form").all("input")}
    assert {name: values[name] for name in TYPED if name != "body"} == {
        name: value for name, value in TYPED.items() if name != "body"
    }
    assert f"\n{escape(TYPED['body'])}</textarea>" in response.text
    assert response.text.count("fatima@") == 1


def test_every_fault_has_a_link_and_stands_beside_its_field(client: FlaskClient) -> None:
    page = html.read(send(client, "?lang=en", **{**TYPED, "body": "", "author": ""}))

    summary = page.one(id="faults")
    assert "autofocus" in summary.attributes
    assert summary.attributes["tabindex"] == "-1"
    links = [link.attributes["href"] for link in summary.all("a")]
    assert links == ["#comment-body", "#comment-author", "#comment-email", "#comment-url"]
    for link in links:
        field = page.one(id=link[1:]).attributes
        assert field["aria-invalid"] == "true"
        described = [page.one(id=name).text for name in field["aria-describedby"].split()]
        assert described[0] in summary.text


def test_a_page_that_is_not_the_sites_is_said_in_words(client: FlaskClient) -> None:
    response = send(client, "?lang=en", thread="https://evil.example/x")

    page = html.read(response)
    assert response.status_code == 422
    assert page.one(id="faults").text == "This page does not belong to this site."
    assert page.all("a", class_="back") == []


def test_the_same_comment_again_is_answered_kindly(client: FlaskClient) -> None:
    send(client)
    response = send(client, "?lang=en")

    page = html.read(response)
    assert response.status_code == 409
    assert "There is nothing more to do" in page.one(role="status").text
    assert page.all(id="faults") == []
    assert "encore" in page.one("textarea").text


def test_too_much_at_once_says_when_to_come_back(make_context: Callable[..., Context], site: Site) -> None:
    client = application(make_context(MODERATION_RATE_LIMITS="on")).test_client()
    answers = [send(client, "?lang=en", body=f"تعليق {number}") for number in range(5)]

    page = html.read(answers[-1])
    assert [answer.status_code for answer in answers] == [303] * 4 + [429]
    assert answers[-1].headers["Retry-After"] in page.one(id="faults").text
    assert page.one("textarea").text == "تعليق 4"


def test_nothing_typed_is_lost_while_the_database_is_away(
    client: FlaskClient, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise UnavailableError("database")

    monkeypatch.setattr("moderation.store.engine.Database.write", away)
    monkeypatch.setattr("moderation.store.engine.Database.read", away)

    response = send(client, "?lang=fr")

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "encore" in html.read(response).one("textarea").text


def test_a_parent_that_is_gone_makes_it_a_comment_of_its_own(client: FlaskClient) -> None:
    for parent, status in (("1-00000000000000000000000000", 404), ("no parent!", 422)):
        response = send(client, "?lang=en", parent=parent)

        page = html.read(response)
        assert response.status_code == status
        assert "a comment of its own" in page.one(id="faults").text
        assert html.hidden(page.one("form"))["parent"] == ""


def test_a_closed_thread_takes_no_more_but_loses_nothing(
    client: FlaskClient, post: Post, ctx: Context, clock: Clock
) -> None:
    post()
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"close_after_days": 1}))
    ctx.directory.every(age=-1)
    clock.forward(days=2)

    response = send(client, "?lang=en")

    assert response.status_code == 403
    assert "closed" in html.read(response).one(id="faults").text
    page = see(client)
    assert page.all("form") == []
    assert "closed" in page.one("p", class_="closed").text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("x" * 200_000, "application/x-www-form-urlencoded", 413),
        ("body=ü", "application/x-www-form-urlencoded", 400),
        ("--x", "multipart/form-data", 422),
    ],
)
def test_what_cannot_be_read_is_answered_in_words(client: FlaskClient, body: str, kind: str, status: int) -> None:
    response = client.post(URL, data=body.encode("latin-1"), content_type=kind, headers=BROWSER)

    assert response.status_code == status
    assert html.read(response).one(id="faults").text


def test_a_multipart_form_is_as_good(client: FlaskClient) -> None:
    data = {**TYPED, "email": EMAIL, "url": ""}
    accepted = client.post(URL, data=data, content_type="multipart/form-data", headers=BROWSER)
    refused = client.post(URL, data=TYPED, content_type="multipart/form-data", headers=BROWSER)

    assert accepted.status_code == 303
    assert "encore" in html.read(refused).one("textarea").text


def test_published_comments_are_shown_with_their_answers(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    first = post(name="فاطمة", title="Interpol").get_json()["id"]
    night_shift()
    publish(ada, first)
    answer = post(name="Ali", body="Merci **beaucoup**", parent=first, url="https://ali.example/").get_json()["id"]
    night_shift()
    publish(ada, answer)

    page = see(client)

    assert page.one("h1").text == "Interpol"
    assert page.one(id="comments-title").text == "2 comments"
    shown = page.one(id=f"comment-{first}")
    assert shown.one("h3").one("bdi").text == "فاطمة"
    assert shown.one("div", class_="said").attributes == {"class": "said", "dir": "auto", "lang": "ar"}
    assert shown.one("time").attributes["datetime"] == "2026-11-24T09:00:15Z"
    below = page.one("ol", class_="answers-below").one(id=f"comment-{answer}")
    assert below.one("strong").text == "beaucoup"
    assert below.one("p", class_="answers").text == "In reply to فاطمة"
    assert below.one("h3").one("a").attributes["rel"] == "nofollow ugc noopener noreferrer"


def test_a_reply_names_whom_it_answers(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    first = post(name="فاطمة").get_json()["id"]
    night_shift()
    before = see(client, f"&parent={first}")
    publish(ada, first)

    link = see(client).one(id=f"comment-{first}").one("p", class_="acts").all("a")[0]
    page = see(client, f"&parent={first}")

    assert html.hidden(before.one("form"))["parent"] == ""
    assert link.attributes["href"].endswith(f"parent={first}#comment-form")
    assert page.one(id="write-title").text == "Write a reply"
    assert "فاطمة" in page.one("p", class_="answering").text
    assert html.hidden(page.one("form"))["parent"] == first


def test_a_long_thread_has_pages(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int], clock: Clock
) -> None:
    identifiers = []
    for number in range(3):
        clock.forward(minutes=5)
        identifiers.append(post(body=f"تعليق {number}", email=f"r{number}@example.ma").get_json()["id"])
    night_shift()
    publish(ada, *identifiers)

    first = see(client, "&limit=2&order=newest")
    following = first.one("nav", class_="pages").one("a").attributes["href"]
    second = html.read(client.get(following.partition("#")[0]))

    def shown(page: html.Element) -> list[str]:
        return [one.attributes["id"].removeprefix("comment-") for one in page.all("article")]

    assert shown(first) == identifiers[:0:-1]
    assert shown(second) == identifiers[:1]
    assert [link.text for link in second.one("nav", class_="pages").all("a")] == ["First page"]
    told = see(client, f"&limit=2&posted={identifiers[2]}").one(id="posted").one("a").attributes["href"]
    assert "order=newest" in told


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?thread=nonsense", 422),
        ("?thread=javascript:alert(1)", 422),
        ("?thread=https://evil.example/", 422),
        (f"?thread={THREAD}&thread={THREAD}", 422),
        (f"?thread={THREAD}&cursor=nonsense", 422),
    ],
)
def test_a_page_that_cannot_be_shown_says_so(client: FlaskClient, query: str, status: int) -> None:
    response = client.get(f"/t/news{query}")

    page = html.read(response)
    assert response.status_code == status
    assert page.one("h1").text
    assert not any("evil" in link.attributes["href"] for link in page.all("a") if "lang" not in link.attributes)


def test_the_sites_own_pages_may_frame_it(client: FlaskClient) -> None:
    policy = client.get(f"/t/news?thread={THREAD}").headers["Content-Security-Policy"]

    assert "frame-ancestors https://news.example;" in policy
    assert "form-action 'self' https://news.example;" in policy
    assert client.get(f"/t/news?thread={THREAD}").headers["Cache-Control"] == "no-store"


def test_it_works_under_a_path_of_somebody_elses_host(make_context: Callable[..., Context], site: Site) -> None:
    client = application(make_context(MODERATION_PUBLIC_URL="https://news.example/talk")).test_client()

    page = html.read(client.get(f"/talk/t/news?thread={THREAD}"))
    answer = client.post(
        page.one("form").attributes["action"], data={**TYPED, "email": EMAIL, "url": ""}, headers=BROWSER
    )

    assert answer.headers["Location"].startswith("/talk/t/news?")


def test_answers_to_what_is_not_shown_stand_for_themselves_and_circles_end() -> None:
    def comment(identifier: str, parent: str | None) -> Comment:
        return a_comment(id=identifier, parent=parent)

    a, b, c, d = comment("a", None), comment("b", "a"), comment("c", "b"), comment("d", "elsewhere")
    x, y = comment("x", "y"), comment("y", "x")

    branches = nest([a, b, c, d, x, y])

    assert [branch.comment.id for branch in branches] == ["a", "d", "x", "y"]
    assert [(one.id, to.id) for one, to in branches[0].answers] == [("b", "a"), ("c", "b")]


def test_html_in_a_name_or_title_stays_text(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post(name="<script>alert(1)</script>", title='"><img src=x>', body="<script>1</script>").get_json()[
        "id"
    ]
    night_shift()
    publish(ada, identifier)

    page = see(client)

    assert page.all("script") == page.all("img") == []
    assert page.one("h1").text == '"><img src=x>'


def test_a_form_sent_from_elsewhere_or_to_nowhere_is_refused_in_words(client: FlaskClient, site: Site) -> None:
    browser = {"Accept": "text/html", "Accept-Language": "en"}

    foreign = client.post(
        "/v1/sites/news/comments", data={"body": "x"}, headers={**browser, "Origin": "https://evil.example"}
    )
    nowhere = client.post("/v1/sites/nowhere/comments", data={"body": "x"}, headers=browser)
    json = client.post("/v1/sites/nowhere/comments", json={})

    assert (foreign.status_code, foreign.mimetype) == (403, "text/html")
    assert (nowhere.status_code, nowhere.mimetype) == (404, "text/html")
    assert (json.status_code, json.mimetype) == (404, "application/problem+json")


def test_what_is_pinned_comes_first_and_once(
    client: FlaskClient, post: Post, ada: FlaskClient, night_shift: Callable[[], int], ctx: Context, clock: Clock
) -> None:
    identifiers = [post(body=f"تعليق {n}", email=f"r{n}@example.ma").get_json()["id"] for n in range(4)]
    night_shift()
    publish(ada, *identifiers)
    pinned = sa.update(comments).where(comments.c.id == identifiers[2]).values(pinned_at=clock(), staff=True)
    ctx.database.write(lambda connection: connection.execute(pinned))

    first = see(client, "&limit=2")
    more = next(one.attributes["href"] for one in first.all("a") if one.text == "More comments")
    second = html.read(client.get(more))

    shown = [[one.attributes["id"] for one in page.all("article")] for page in (first, second)]
    assert shown == [[f"comment-{identifiers[n]}" for n in (2, 0, 1)], [f"comment-{identifiers[3]}"]]
    assert "Pinned" in first.all("article")[0].text
    assert "Editorial team" in first.all("article")[0].text
    (listed,) = [
        one for one in client.get(URL, query_string={"thread": THREAD}).get_json()["comments"] if one["pinned"]
    ]
    assert (listed["id"], listed["staff"], listed["picked"]) == (identifiers[2], True, False)
