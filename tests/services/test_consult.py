"""Asking outside: only where a site says so, never for long, and whoever does not answer leaves it to a person."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.opinion import Opinion
from moderation.domain.site import Site
from moderation.services import consult
from moderation.services.screen import drain
from moderation.store import comments, sites, verdicts, waiting
from tests.conftest import status
from tests.outsider import KEY, Outsider, outsider, rude

AddSite = Callable[..., Site]


@pytest.fixture
def hand_in(ctx: Context, client: FlaskClient) -> Callable[..., str]:
    """Hands in an ordinary comment on a site, and gives its id: ``hand_in("open", "text")``."""
    number = itertools.count()

    def send(key: str, body: str = "Merci pour cet article.", author: str = "ali") -> str:
        comment = {
            "thread": f"https://{key}.example/a",
            "author": {"name": "Ali", "email": f"{author}@example.ma"},
            "body": body,
        }
        elsewhere = {"REMOTE_ADDR": f"198.51.100.{next(number)}"}  # else it would be a flood
        answer = client.post(f"/v1/sites/{key}/comments", json=comment, environ_base=elsewhere)
        assert answer.status_code == 202
        return str(answer.get_json()["id"])

    return send


def reasons(ctx: Context, identifier: str) -> list[str]:
    """What the checks said, but for how it was sent."""
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        found = verdicts.find_many(connection, [comment])[identifier].signals
    return [signal.reason.code for signal in found if signal.check == "opinion"]


def test_a_site_that_has_not_switched_it_on_sends_nothing(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider
) -> None:
    add_site("asking", hold_first=False, **friend.choices())
    add_site("open", hold_first=False)
    add_site("half", hold_first=False, akismet_url=friend.url)
    add_site("other", hold_first=False, akismet_key=KEY)
    quiet = [hand_in(key, f"Secret of {key}.") for key in ("open", "half", "other")]
    hand_in("asking", "Everybody may read this.")

    drain(ctx.desk)

    assert [status(ctx, identifier) for identifier in quiet] == ["approved"] * 3
    assert [reasons(ctx, identifier) for identifier in quiet] == [[], [], []]
    assert len(friend.raw) == 2
    assert not [one for one in friend.raw if b"Secret" in one]


def test_both_are_asked_and_weighed(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider
) -> None:
    add_site("asking", hold_first=False, **friend.choices())
    fine = hand_in("asking")
    drain(ctx.desk)
    friend.spam, friend.tip, friend.offensive = True, "discard", 0.8
    bad = hand_in("asking", "Subscribe to my channel and win free money!!!", "baya")
    drain(ctx.desk)

    assert status(ctx, fine) == "approved"
    assert reasons(ctx, fine) == ["akismet_fine", "classifier_said"]
    assert status(ctx, bad) == "spam"
    assert reasons(ctx, bad) == ["akismet_certain", "classifier_said", "classifier_offence"]
    assert friend.asked("classify")[0] == {"id": fine, "text": "Merci pour cet article.", "language": "fr"}


def test_switched_off_again_nothing_is_sent(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider
) -> None:
    add_site("asking", hold_first=False, **friend.choices())
    off = {"akismet_url": "", "akismet_key": "", "classifier_url": ""}
    ctx.database.write(lambda connection: sites.choose(connection, "asking", off))
    ctx.directory.every(age=-1)

    identifier = hand_in("asking")
    drain(ctx.desk)

    assert status(ctx, identifier) == "approved"
    assert friend.raw == []


FAULTS: dict[str, Callable[[Any], object]] = {
    "closes": lambda _: None,
    "garbage": lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nmaybe"),
    "fails": lambda connection: connection.sendall(b"HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\ntrue"),
    "redirects": lambda connection: connection.sendall(b"HTTP/1.1 302 Go\r\nLocation: https://x.example\r\n\r\n"),
    "huge": lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"true" * 100_000),
    "invalid": lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\ninvalid"),
}


@pytest.mark.parametrize("behave", FAULTS.values(), ids=FAULTS)
def test_without_an_answer_a_person_decides(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], behave: Callable[[Any], object]
) -> None:
    with rude(behave) as url:
        add_site("asking", hold_first=False, akismet_url=url, akismet_key=KEY, classifier_url=f"{url}/classify")
        identifier = hand_in("asking")
        drain(ctx.desk)

    assert status(ctx, identifier) == "pending"
    assert reasons(ctx, identifier) == ["akismet_silent", "classifier_silent"]


def test_where_nobody_listens_a_person_decides(ctx: Context, add_site: AddSite, hand_in: Callable[..., str]) -> None:
    add_site("asking", hold_first=False, akismet_url="http://127.0.0.1:1", akismet_key=KEY)
    identifier = hand_in("asking")

    drain(ctx.desk)

    assert status(ctx, identifier) == "pending"
    assert reasons(ctx, identifier) == ["akismet_silent"]


def test_a_private_place_is_not_asked_and_a_person_decides(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str]
) -> None:
    """Whatever stands in the database, and wherever a name leads by now."""
    add_site("asking", hold_first=False, classifier_url="https://169.254.169.254/latest")
    identifier = hand_in("asking")

    drain(ctx.desk)

    assert reasons(ctx, identifier) == ["classifier_silent"]


def test_a_server_that_hangs_holds_up_neither_the_others_nor_the_next_batch(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every comment gets its verdict at the first claim; then the dead server rests, and is not asked again."""
    monkeypatch.setattr(consult, "ONE", 1.0)
    monkeypatch.setattr(consult, "SECONDS", 20.0)
    with outsider() as dead:
        dead.hanging.clear()
        add_site("dead", hold_first=False, akismet_url=dead.url, akismet_key=KEY)
        add_site("asking", hold_first=False, akismet_url=friend.url, akismet_key=KEY)
        held = [hand_in("dead", f"Texte {number} sans importance", f"a{number}") for number in range(20)]
        fine = [hand_in("asking", f"Autre texte {number} tranquille", f"b{number}") for number in range(20)]
        drain(ctx.desk)
        asked = len(dead.raw)
        later = hand_in("dead", "Encore un texte.")
        drain(ctx.desk)

        assert asked < 20 + consult.THREADS
        assert len(dead.raw) == asked
    assert {status(ctx, identifier) for identifier in (*held, later)} == {"pending"}
    assert [reasons(ctx, identifier) for identifier in (*held, later)] == [["akismet_silent"]] * 21
    assert [reasons(ctx, identifier) for identifier in fine] == [["akismet_fine"]] * 20


def test_a_batch_is_over_in_time_for_its_leases(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where each answer could take longer than all may, nobody waits for it."""
    monkeypatch.setattr(consult, "SECONDS", 0.2)
    monkeypatch.setattr(consult, "ONE", 20.0)
    with outsider() as slow:
        slow.hanging.clear()
        add_site("asking", hold_first=False, **slow.choices())
        identifier = hand_in("asking")
        drain(ctx.desk)
        assert status(ctx, identifier) == "pending"

    assert reasons(ctx, identifier) == ["akismet_silent", "classifier_silent"]


def test_asking_ends_well_before_a_lease_does() -> None:
    assert consult.ONE < consult.SECONDS < waiting.LEASE.total_seconds() / 2


def test_asking_happens_in_no_transaction(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider
) -> None:
    """While somebody outside is asked, others write; on SQLite they could not if one was open."""
    add_site("asking", hold_first=False, **friend.choices())
    hand_in("asking")
    desk = ctx.desk

    def ask(found: Any) -> Any:
        hand_in("asking", "Pendant ce temps.", "zineb")
        return desk.consult(found)

    assert drain(replace(desk, consult=ask)) == 1
    assert drain(desk) == 1


def test_a_mistake_of_ours_leaves_it_to_a_person(
    ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider
) -> None:
    add_site("asking", hold_first=False, classifier_url=f"{friend.url}/classify")
    identifier = hand_in("asking")

    def stumble(*_: object) -> Any:
        raise ZeroDivisionError

    panel = replace(ctx.panel, post=stumble)
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    assert consult.consult(panel, [comment])[identifier] == (Opinion("classifier", error="mistake"),)  # type: ignore[arg-type]


def test_opinions_are_counted(ctx: Context, add_site: AddSite, hand_in: Callable[..., str], friend: Outsider) -> None:
    add_site("asking", **friend.choices())
    friend.status = 500
    hand_in("asking")
    drain(ctx.desk)
    friend.status = 200
    hand_in("asking", "Encore merci à tous.", "zineb")
    drain(ctx.desk)

    counted = ctx.meters.expose(()).decode()
    for who in ("akismet", "classifier"):
        for outcome in ("answered", "missing"):
            assert f'opinions_total{{outcome="{outcome}",who="{who}"}} 1.0' in counted
