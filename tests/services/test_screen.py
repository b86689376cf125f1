"""Screening: every comment gets one verdict, whoever dies in the middle, and never one of approval because something failed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation import checks
from moderation.bootstrap import Context
from moderation.domain.evidence import Evidence, Rules
from moderation.domain.policy import Verdict
from moderation.domain.signal import Signal
from moderation.domain.site import Site
from moderation.services import screen
from moderation.store import audit, comments, verdicts, waiting
from tests.conftest import Clock, status
from tests.submissions import THREAD

Post = Callable[..., TestResponse]


def verdict(ctx: Context, identifier: str) -> Verdict | None:
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        found = verdicts.find_many(connection, [comment])
    return found[identifier].verdict if found else None


def test_a_first_comment_is_held_for_a_person(ctx: Context, post: Post, night_shift: Callable[[], int]) -> None:
    identifier = post().get_json()["id"]

    assert night_shift() == 1

    assert status(ctx, identifier) == "pending"
    assert verdict(ctx, identifier) is Verdict.HOLD


def test_where_first_comments_are_welcome_it_is_published(
    ctx: Context, add_site: Callable[..., Site], client: FlaskClient, night_shift: Callable[[], int],
) -> None:  # fmt: skip
    add_site("open", hold_first=False)
    body = {
        "thread": "https://open.example/a",
        "author": {"name": "Ali", "email": "ali@example.ma"},
        "body": "Merci pour cet article.",
    }

    identifier = client.post("/v1/sites/open/comments", json=body).get_json()["id"]
    night_shift()

    assert status(ctx, identifier) == "approved"
    listed = client.get("/v1/sites/open/comments", query_string={"thread": "https://open.example/a"}).get_json()
    assert [comment["id"] for comment in listed["comments"]] == [identifier]
    assert listed["count"] == 1


def test_a_comment_by_a_known_author_is_published(
    ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    first = post().get_json()["id"]
    night_shift()
    ada.post("/v1/moderation/decisions", json={"action": "approve", "items": [{"id": first, "version": 2}]})

    second = post(body="تعليق ثان على المقال نفسه").get_json()["id"]
    night_shift()

    assert status(ctx, second) == "approved"


def test_a_filled_honeypot_and_links_are_spam(ctx: Context, post: Post, night_shift: Callable[[], int]) -> None:
    links = " ".join(f"https://casino{number}.example/win" for number in range(8))

    identifier = post(body=f"Win money {links}", website2="http://x.example").get_json()["id"]
    night_shift()

    assert status(ctx, identifier) == "spam"


def test_a_comment_is_screened_once_however_often_it_is_tried(
    ctx: Context, post: Post, night_shift: Callable[[], int]
) -> None:
    identifier = post().get_json()["id"]

    assert night_shift() == 1
    assert night_shift() == 0

    with ctx.database.read() as connection:
        lines = audit.list_of(connection, 1, identifier)
    assert [line.action for line in lines] == ["submit", "hold"]


def test_a_leased_comment_is_left_alone_until_the_lease_runs_out(ctx: Context, post: Post) -> None:
    """Leases run by the database's clock; here somebody turns the lease back."""
    post()
    run_out = sa.text("UPDATE comments SET leased_until = '2000-01-01 00:00:00.000000'")
    now = partial(ctx.database.now, otherwise=ctx.clock())
    ctx.database.write(lambda connection: waiting.claim(connection, "dead worker", now(connection), 10))

    assert screen.drain(ctx.desk) == 0
    ctx.database.write(lambda connection: connection.execute(run_out))
    assert screen.drain(ctx.desk) == 1


def test_a_worker_that_lost_its_lease_cannot_overwrite_the_verdict(
    ctx: Context, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow one claims first; before it writes, another one has judged: one verdict, one audit line of the machine."""
    identifier = post().get_json()["id"]
    slow: list[Any] = []
    original = screen._conclude  # noqa: SLF001 - the moment before the verdict is written

    def late(*arguments: Any) -> list[Any]:
        slow.append(arguments)
        return []

    monkeypatch.setattr(screen, "_conclude", late)
    screen.drain(ctx.desk)
    monkeypatch.setattr(screen, "_conclude", original)
    _, results, at = slow[0]
    ctx.database.write(lambda connection: original(connection, results, at))
    ctx.database.write(lambda connection: original(connection, results, at))

    with ctx.database.read() as connection:
        lines = audit.list_of(connection, 1, identifier)
    assert [line.who for line in lines] == ["author", "machine"]


def test_a_crashing_check_asks_for_a_person(
    ctx: Context, add_site: Callable[..., Site], client: FlaskClient, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def crash(_evidence: Evidence, _rules: Rules) -> Signal | None:
        raise ZeroDivisionError

    add_site("open", hold_first=False)
    monkeypatch.setattr(screen, "CHECKS", (*checks.CHECKS, crash))
    body = {
        "thread": "https://open.example/a",
        "author": {"name": "Ali", "email": "ali@example.ma"},
        "body": "Merci bien.",
    }

    identifier = client.post("/v1/sites/open/comments", json=body).get_json()["id"]
    screen.drain(ctx.desk)

    assert status(ctx, identifier) == "pending"


def test_what_no_worker_survives_goes_to_a_person_after_a_few_attempts(ctx: Context, post: Post, clock: Clock) -> None:
    identifier = post(body="poison").get_json()["id"]
    innocent = post(body="تعليق عادي", email="ali@example.ma", thread=THREAD + "2").get_json()["id"]

    def die(_body: str) -> str:
        raise MemoryError

    deadly = replace(ctx.desk, render=lambda body: die(body) if body == "poison" else "<p></p>")
    for _ in range(8):
        if not ctx.database.is_sqlite:
            ctx.database.write(
                lambda connection: connection.exec_driver_sql(
                    "UPDATE comments SET leased_until = '2000-01-01' WHERE status = 'received'"
                )
            )
        clock.forward(seconds=11)
        try:
            screen.drain(deadly)
        except MemoryError:
            continue

    assert status(ctx, identifier) == "pending"
    assert status(ctx, innocent) == "pending"
    assert verdict(ctx, innocent) is Verdict.HOLD
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        judgement = verdicts.find_many(connection, [comment])[identifier]
    assert judgement.signals[0].reason.code == "gave_up"
    assert comment.body_html == "<p>poison</p>"


def test_what_a_dead_worker_left_is_tried_again_a_few_at_a_time_and_then_one_by_one(ctx: Context, post: Post) -> None:
    for number in range(20):
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    run_out = sa.text("UPDATE comments SET leased_until = '2000-01-01 00:00:00.000000' WHERE leased_until IS NOT NULL")
    now = partial(ctx.database.now, otherwise=ctx.clock())
    claimed = []
    for _ in range(3):
        found = ctx.database.write(lambda connection: waiting.claim(connection, "dead worker", now(connection), 50))
        claimed.append((len(found), found[0].attempts))
        ctx.database.write(lambda connection: connection.execute(run_out))

    assert claimed == [(20, 1), (8, 2), (1, 3)]
    assert screen.drain(ctx.desk) == 20
