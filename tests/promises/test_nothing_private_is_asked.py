"""Whoever is asked for an opinion learns no address and no IP: all that leaves is taken down, by a real receiver, and searched."""

import random
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services.feedback import CHANNEL, sender
from moderation.services.relay import Relay, deliver
from moderation.services.review import SETTLED
from moderation.services.screen import drain
from moderation.store import comments
from tests.conftest import Clock
from tests.outsider import KEY, Outsider
from tests.prepared import application
from tests.promises.canaries import any_with, forms
from tests.submissions import THREAD, a_submission

ADDRESSES = [f"canary{number}.q9x@sealed-{number}.example.ma" for number in range(6)] + ["زهرة.كناري@موقع.المغرب"]
IP, BROWSER = "198.51.100.77", "Canary-Browser/77"
TEXT = "نص يقرأه من يُسأل"


@pytest.fixture
def site(add_site: Callable[..., Site], friend: Outsider) -> Site:
    """The site ``news``, which asks it everything."""
    return add_site("news", **friend.choices())


def hand_in(client: FlaskClient, number: int, address: str) -> str:
    """A comment that says its author's address wherever a reader can write it."""
    answer = client.post(
        "/v1/sites/news/comments",
        json=a_submission(
            name=f"Canary <{address}>",
            email=address,
            url=f"https://canary.example/?me={address}",
            body=f"{TEXT} {number}\nراسلوني: {address}، أو mailto:{address}",
            thread=f"{THREAD}/{number}?to={address}",
        ),
        headers={"User-Agent": BROWSER, "Referer": f"{THREAD}?from={address}"},
        environ_base={"REMOTE_ADDR": IP},
    )
    assert answer.status_code == 202, answer.get_json()
    return str(answer.get_json()["id"])


def judge_all(ada: FlaskClient, ctx: Context, identifiers: list[str]) -> None:
    """All of it is spam, says Ada, who is nobody's business either."""
    with ctx.database.read() as connection:
        found = comments.find_many(connection, identifiers)
    items = [{"id": comment.id, "version": comment.version} for comment in found.values()]
    assert ada.post("/v1/moderation/decisions", json={"action": "spam", "items": items}).status_code == 200


def test_no_address_and_no_ip_is_sent_to_whoever_is_asked(
    ctx: Context, app: Flask, site: Site, ada: FlaskClient, clock: Clock, friend: Outsider, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(ctx.database, "now", lambda _, otherwise: otherwise)  # one clock for all
    client = app.test_client()
    identifiers = [hand_in(client, number, address) for number, address in enumerate(ADDRESSES)]
    drain(ctx.desk)
    judge_all(ada, ctx, identifiers)
    clock.forward(seconds=SETTLED.total_seconds() + 1)
    deliver(Relay(ctx.database, clock, random.random), CHANNEL, sender(ctx.panel))

    names = [name for name, _ in friend.calls]
    assert {name: names.count(name) for name in names} == dict.fromkeys(
        ("comment-check", "classify", "submit-spam"), len(ADDRESSES)
    )
    for word in [*ADDRESSES, IP, BROWSER, "ada@news.example"]:
        assert any_with(friend.raw, word) == []
    assert not [one for one in friend.raw if b"canary0.q9x" in one or b"sealed-0" in one]
    assert all(any_with([one], TEXT.split()[1]) for one in friend.raw), "the search would find it"


def test_no_mark_of_ours_is_sent_either(ctx: Context, app: Flask, site: Site, friend: Outsider) -> None:
    """What outsiders call an author is the same each time, and cannot be found in our database."""
    client = app.test_client()
    identifiers = [hand_in(client, number, ADDRESSES[0]) for number in range(2)]
    drain(ctx.desk)

    with ctx.database.read() as connection:
        found = comments.find_many(connection, identifiers).values()
    (mark,), (network,) = {one.author.fingerprint for one in found}, {one.arrival.network for one in found}
    assert mark
    assert network
    for secret in (mark, network):
        assert any_with(friend.raw, secret) == []
    assert len({fields["comment_author_email"] for fields in friend.asked("comment-check")}) == 1
    assert {fields["user_ip"] for fields in friend.asked("comment-check")} == {"192.0.2.0"}


def test_a_site_that_has_not_switched_it_on_sends_nothing(
    ctx: Context, add_site: Callable[..., Site], friend: Outsider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one byte leaves this machine: no name is looked up, and nothing is connected to."""
    add_site("news", akismet_key=KEY)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(ctx.outward, "post", refuse)
    identifier = hand_in(application(ctx).test_client(), 0, ADDRESSES[0])
    assert drain(ctx.desk) == 1

    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    assert comment.status.value == "pending"
    assert friend.raw == []


def test_the_search_would_find_one(friend: Outsider) -> None:
    assert all(any_with([b"POST" + form], ADDRESSES[0]) for form in forms(ADDRESSES[0]))
