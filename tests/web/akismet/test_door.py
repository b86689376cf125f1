"""Akismet's own form, spoken by its real Python client; and what that client does not send, by hand."""

import re
from collections.abc import Callable
from typing import Any

import akismet
import httpx
import pytest
from akismet import CheckResponse
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.cli import house
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.site import Site
from moderation.services import rules
from moderation.store import listing, sites
from moderation.web.akismet import door
from tests.conftest import Clock
from tests.prepared import application
from tests.submissions import EMAIL
from tests.web.hands import lessons_of

BLOG = "https://news.example/"
IP = "198.51.100.7"
PLAIN = "Merci pour cet article, la bibliothèque est près de chez moi."
OFFER = "قرض سريع بدون فوائد اتصل بنا على واتساب 0600000000"
Ask = Callable[..., TestResponse]


@pytest.fixture
def key(ctx: Context, site: Site) -> str:
    """The key of the site."""
    return ctx.keys.of(site)


@pytest.fixture
def http(app: Flask) -> httpx.Client:
    """What leads the real client to us; it believes that we are Akismet."""
    return httpx.Client(transport=httpx.WSGITransport(app=app))


@pytest.fixture
def theirs(http: httpx.Client, key: str) -> akismet.SyncClient:
    """The real client."""
    return akismet.SyncClient(config=akismet.Config(key, BLOG), http_client=http)


@pytest.fixture
def ask(client: FlaskClient, key: str) -> Ask:
    """Asks by hand; fields may be others, or None."""

    def post(call: str, **changes: Any) -> TestResponse:
        sent = {"api_key": key, "blog": BLOG, "user_ip": IP, "comment_content": PLAIN, **changes}
        return client.post(f"/1.1/{call}", data={name: value for name, value in sent.items() if value is not None})

    return post


def test_a_key_that_is_used_too_often_has_to_wait(
    make_context: Callable[..., Context], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST", 3)
    ctx = make_context(MODERATION_RATE_LIMITS="on")
    client = application(ctx).test_client()
    sent = {"api_key": ctx.keys.of(site), "blog": BLOG, "user_ip": IP, "comment_content": PLAIN}

    answers = [client.post(f"/1.1/{call}", data=sent) for call in ("comment-check", "submit-ham") * 2]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.post("/1.1/comment-check", data={**sent, "api_key": "no"}).text == "invalid"


def test_a_key_is_twelve_letters_and_digits_and_good_for_its_site_alone(
    ctx: Context, theirs: akismet.SyncClient, key: str, add_site: Callable[..., Site]
) -> None:
    other = ctx.keys.of(add_site("other"))

    assert re.fullmatch("[0-9a-z]{12}", key)
    assert key != other
    assert theirs.verify_key()
    assert theirs.verify_key(other, BLOG)
    assert not theirs.verify_key("abcdef123456", BLOG)
    assert ctx.keys.site(other) == ctx.directory.by_key("other")
    assert ctx.keys.site("") is None


def test_a_renewed_key_replaces_the_one_before(ctx: Context, site: Site, key: str, theirs: akismet.SyncClient) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"keys_renewed": 1}))
    ctx.directory.every(age=-1)

    assert not theirs.verify_key()
    assert theirs.verify_key(ctx.keys.of(ctx.directory.by_key("news")), BLOG)


def test_what_is_spam_is_true_and_what_is_ordinary_false(theirs: akismet.SyncClient) -> None:
    assert theirs.comment_check(IP, comment_content=OFFER) is CheckResponse.SPAM
    assert theirs.comment_check(IP, comment_content=PLAIN, comment_author="Amina") is CheckResponse.HAM


def test_their_values_for_tests_mean_what_they_mean_there(theirs: akismet.SyncClient) -> None:
    assert theirs.comment_check(IP, comment_author="akismet-guaranteed-spam") is CheckResponse.SPAM
    assert theirs.comment_check(IP, comment_author_email="akismet-guaranteed-spam@example.com") is CheckResponse.SPAM
    assert theirs.comment_check(IP, comment_content=OFFER, user_role="administrator") is CheckResponse.HAM


def test_a_filled_honeypot_and_a_blocked_sender_speak_for_spam(
    ctx: Context, site: Site, ask: Ask, clock: Clock
) -> None:
    entry = Block(Kind.DOMAIN, "spam.example", Effect.BLOCK, "", None)
    line = house.line(ctx, "block")
    ctx.database.write(lambda connection: rules.put(connection, site, entry, line))
    ctx.directory.every(age=-1)
    caught = {"honeypot_field_name": "trap", "trap": "x", "comment_content": "Cheap loans, contact me on WhatsApp"}
    shown = str(int(clock.at.timestamp() * 1000))

    assert ask("comment-check", **{**caught, "trap": ""}).text == "false"
    assert ask("comment-check", **caught, POST_ak_js=shown).text == "true"
    blocked = ask("comment-check", comment_author_email="x@mail.spam.example")
    assert (blocked.text, blocked.headers["X-akismet-pro-tip"]) == ("true", "discard")


def test_each_answer_has_a_guid(ask: Ask) -> None:
    guids = {ask("comment-check").headers["X-akismet-guid"] for _ in range(3)}

    assert len(guids) == 3
    assert ask("comment-check").content_type == "text/plain; charset=utf-8"


def test_a_wrong_key_is_invalid_with_status_200(http: httpx.Client, ask: Ask, client: FlaskClient) -> None:
    for call in ("comment-check", "submit-spam", "submit-ham", "verify-key", "get-stats", "deactivate"):
        answer = ask(call, api_key="abcdef123456")
        assert (answer.status_code, answer.text) == (200, "invalid")
        assert "not known" in answer.headers["X-akismet-debug-help"]
    for call in ("usage-limit", "key-sites"):
        assert client.get(f"/1.2/{call}?api_key=x").text == "invalid"
    wrong = akismet.SyncClient(config=akismet.Config("abcdef123456", BLOG), http_client=http)
    with pytest.raises(akismet.APIKeyError):
        wrong.comment_check(IP)


@pytest.mark.parametrize(
    ("call", "missing"), [("comment-check", "blog"), ("comment-check", "user_ip"), ("verify-key", "blog")]
)
def test_what_is_missing_is_named(ask: Ask, call: str, missing: str) -> None:
    answer = ask(call, **{missing: None})

    assert (answer.text, answer.headers["X-akismet-debug-help"]) == ("invalid", f"Empty {missing} value.")


def test_the_site_learns_from_what_it_is_told(theirs: akismet.SyncClient, ctx: Context, site: Site) -> None:
    for number in range(3):
        told = f"{PLAIN} C'est la {number}e fois que je le dis à {'tous' * number}."
        assert theirs.submit_ham(IP, comment_content=told) is True

    assert [(one.spam, one.moderator, one.body) for one in lessons_of(ctx, site)] == [(False, "akismet", None)] * 3
    assert all(one.features and one.comment.startswith("akismet-") for one in lessons_of(ctx, site))


def test_one_text_is_one_lesson_and_a_changed_mind_replaces_it(
    theirs: akismet.SyncClient, ctx: Context, site: Site
) -> None:
    theirs.submit_ham(IP, comment_content=OFFER)
    theirs.submit_ham(IP, comment_content=f" {OFFER}!! ", comment_author="other")
    assert [one.spam for one in lessons_of(ctx, site)] == [False]

    theirs.submit_spam(IP, comment_content=OFFER)
    assert [one.spam for one in lessons_of(ctx, site)] == [True]


def test_tests_and_empty_texts_teach_and_count_nothing(theirs: akismet.SyncClient, ctx: Context, site: Site) -> None:
    theirs.submit_spam(IP, comment_content=OFFER, is_test=True)
    theirs.submit_spam(IP, comment_content=" ?! ")
    theirs.comment_check(IP, comment_content=OFFER, is_test=True)

    assert lessons_of(ctx, site) == ()
    assert theirs.usage_limit()["usage"] == 0


def test_what_it_was_taught_changes_what_it_says(theirs: akismet.SyncClient) -> None:
    told = "Rejoignez mon club de tricot, on se retrouve chaque mardi soir au café des artistes"
    assert theirs.comment_check(IP, comment_content=told) is CheckResponse.HAM

    for number in range(40):
        theirs.submit_spam(IP, comment_content=f"{told} {'abcdefghij'[number % 10] * (number // 10 + 1)}")

    assert theirs.comment_check(IP, comment_content=told) is CheckResponse.SPAM


def test_calls_are_counted_by_month_and_blog(
    theirs: akismet.SyncClient, client: FlaskClient, key: str, clock: Clock
) -> None:
    theirs.comment_check(IP, comment_content=PLAIN)
    theirs.comment_check(IP, comment_content=OFFER)
    theirs.submit_spam(IP, comment_content=PLAIN)
    theirs.submit_spam(IP, comment_content=PLAIN)
    theirs.submit_ham(IP, comment_content=OFFER)
    client.post("/1.1/comment-check", data={"api_key": key, "blog": "blog.example", "user_ip": IP})

    assert theirs.usage_limit() == {"limit": "none", "usage": 3, "percentage": "0.00", "throttled": False}
    extended = client.get(f"/1.2/usage-limit?api_key={key}&extended=true").get_json()
    assert (extended["notice_level"], extended["upgrade"]) == ("NOTICE_NONE", False)
    first = {
        "site": "news.example",
        "api_calls": 2,
        "spam": 1,
        "ham": 1,
        "missed_spam": 1,
        "false_positives": 1,
        "is_revoked": False,
    }
    found = client.get(f"/1.2/key-sites?api_key={key}").get_json()
    assert (found["2026-11"][0], found["total"], found["limit"], found["offset"]) == (first, 2, 500, 0)
    assert found["2026-11"][1]["site"] == "unknown"
    assert client.get(f"/1.2/key-sites?api_key={key}&filter=news&limit=1").get_json()["2026-11"] == [first]
    assert client.get(f"/1.2/key-sites?api_key={key}&month=2026-10").get_json()["2026-10"] == []
    assert client.get(f"/1.2/key-sites?api_key={key}&order=ham&offset=1").get_json()["2026-11"][0]["site"] == "unknown"
    table = client.get(f"/1.2/key-sites?api_key={key}&format=csv")
    assert table.text.splitlines()[1:3] == [
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
        "news.example,2,1,1,1,1,false",
    ]
    clock.forward(days=30)
    assert theirs.usage_limit()["usage"] == 0


def test_the_plugins_page_has_its_figures(ask: Ask, theirs: akismet.SyncClient, clock: Clock) -> None:
    theirs.comment_check(IP, comment_content=OFFER)
    clock.forward(days=70)
    theirs.comment_check(IP, comment_content=PLAIN)
    theirs.submit_spam(IP, comment_content=PLAIN)

    stats = ask("get-stats", **{"from": "all"}).get_json()
    assert (stats["spam"], stats["ham"], stats["missed_spam"], stats["accuracy"]) == (1, 1, 1, 50.0)
    assert list(stats["breakdown"]) == ["2026-11", "2027-02"]
    assert ask("get-stats", **{"from": "60-days"}).get_json()["spam"] == 0
    assert ask("deactivate").text == "deactivated"


def test_nothing_of_what_was_asked_is_stored(
    theirs: akismet.SyncClient, ctx: Context, site: Site, tmp_path: Any
) -> None:
    theirs.comment_check(
        IP, comment_content=PLAIN, comment_author="Amina Seltene", comment_author_email=EMAIL, permalink=f"{BLOG}geheim"
    )
    theirs.submit_spam(IP, comment_content=PLAIN, comment_author="Amina Seltene", comment_author_email=EMAIL)

    with ctx.database.read() as connection:
        assert listing.list_latest(connection, site.id, "", 9) == ()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("moderation.sqlite*"))
    told = (EMAIL.encode(), IP.encode(), b"Seltene", b"geheim", "bibliothèque".encode())
    assert [word for word in told if word in kept] == []


def test_the_public_surface_is_enough(ctx: Context, site: Site, key: str) -> None:
    public = application(ctx, "public").test_client()
    sent = {"api_key": key, "blog": BLOG, "user_ip": IP, "comment_content": OFFER}

    assert public.post("/1.1/comment-check", data=sent).text == "true"
    assert public.post("/1.1/submit-ham", data=sent).text.startswith("Thanks")
    assert application(ctx, "console").test_client().post("/1.1/comment-check", data=sent).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"comment_content": "\0\x01\ufffe" * 50},
        {"comment_content": "a" * 20_000},
        {"comment_author": "x" * 5_000, "comment_author_url": "javascript:1", "comment_author_email": "no@"},
        {"user_ip": "::ffff:198.51.100.7"},
        {"user_ip": "nowhere", "blog": "http://["},
        {f"HTTP_X_{number}": "y" for number in range(300)},
    ],
)
def test_odd_calls_get_an_answer(ask: Ask, odd: dict[str, str]) -> None:
    assert ask("comment-check", **odd).text in {"true", "false"}
    assert ask("submit-ham", **odd).text.startswith("Thanks")


def test_other_charsets_are_read_as_far_as_they_can_be(client: FlaskClient, key: str) -> None:
    body = f"api_key={key}&blog={BLOG}&user_ip={IP}&blog_charset=windows-1256&comment_content=".encode() + b"%C7%E1\xe7"

    answer = client.post("/1.1/comment-check", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.text in {"true", "false"}
    many = b"&".join(b"a%d=" % number for number in range(1_500))
    assert client.post("/1.1/comment-check", data=many).status_code == 400
