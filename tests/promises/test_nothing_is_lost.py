"""An accepted comment is never lost, never decided twice, and never published because something failed."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.site import Site
from moderation.services.screen import drain
from moderation.store import audit, comments, waiting
from moderation.store.tables import comments as table
from moderation.store.tables import verdicts
from tests.conftest import Clock
from workers import reconciler

Post = Callable[..., TestResponse]

MID_CHECK = """
import os, time
from dataclasses import replace
from moderation import bootstrap
from moderation.services.screen import drain

def hang(body):
    print("in the middle", flush=True)
    time.sleep(60)

drain(replace(bootstrap.build(bootstrap.configure(), "unix:///nonexistent").desk, render=hang))
"""


def lines(ctx: Context, identifier: str) -> list[str]:
    """Who has acted on a comment, in order."""
    with ctx.database.read() as connection:
        return [line.who for line in audit.list_of(connection, 1, identifier)]


def statuses(ctx: Context, identifiers: list[str]) -> set[str]:
    """Where some comments stand."""
    with ctx.database.read() as connection:
        found = [comments.find(connection, identifier) for identifier in identifiers]
    return {comment.status.value for comment in found if comment}


def test_jobs_may_run_twice_and_at_once(ctx: Context, post: Post) -> None:
    identifiers = [post(body=f"تعليق {number}", email=f"r{number}@example.ma").get_json()["id"] for number in range(30)]

    with ThreadPoolExecutor(6) as pool:
        screened = sum(pool.map(lambda _: drain(ctx.desk), range(12)))

    assert screened == 30
    assert statuses(ctx, identifiers) == {"pending"}
    assert all(lines(ctx, identifier) == ["author", "machine"] for identifier in identifiers)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_at_once_never_wait_for_each_other_in_a_circle(ctx: Context, site: Site, post: Post) -> None:
    """Batches that publish in the same threads, each in its own order, would."""
    relaxed = replace(site, rules=replace(site.rules, hold_first=False))
    desk = replace(ctx.desk, sites=lambda _: relaxed)
    for number in range(400):
        post(
            body=f"شكرا على المقال {number}",
            email=f"r{number}@example.ma",
            thread=f"https://news.example/{number * 7 % 20}",
            remote_addr=f"198.51.{number // 250}.{number % 250}",
        )

    with ThreadPoolExecutor(4) as pool:
        screened = sum(pool.map(lambda _: drain(desk), range(4)))

    ctx.database.close()  # what a connection has counted is told when it ends
    with ctx.database.read() as connection:
        deadlocks = sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        published = sa.select(sa.func.count()).where(table.c.status == "approved")
        assert (screened, connection.execute(published).scalar_one()) == (400, 400)
        assert connection.execute(deadlocks).scalar_one() == 0


def test_there_is_one_verdict_for_each_revision(ctx: Context, post: Post) -> None:
    for number in range(5):
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    drain(ctx.desk)

    with ctx.database.read() as connection:
        found = Counter(connection.execute(sa.select(verdicts.c.comment, verdicts.c.revision)).all())

    assert len(found) == 5
    assert set(found.values()) == {1}


@pytest.mark.process
def test_a_worker_killed_in_mid_check_has_its_comment_decided_once(
    ctx: Context, post: Post, clock: Clock, environment: dict[str, str]
) -> None:
    """A real second process claims, is killed with ``kill -9``, and its lease runs out by the real clock."""
    ctx = replace(ctx, clock=lambda: datetime.now(UTC))
    clock.at = datetime.now(UTC)
    identifier = post().get_json()["id"]
    command = [sys.executable, "-c", MID_CHECK]
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "in the middle\n"
        worker.kill()

    assert drain(ctx.desk) == 0
    time.sleep(waiting.LEASE.total_seconds() + 0.5)
    assert drain(ctx.desk) == 1

    assert statuses(ctx, [identifier]) == {"pending"}
    assert lines(ctx, identifier) == ["author", "machine"]


def test_without_redis_every_comment_is_accepted_and_decided(ctx: Context, post: Post, clock: Clock) -> None:
    answers = [post(body=f"تعليق {number}", email=f"r{number}@example.ma") for number in range(10)]
    clock.forward(seconds=2)

    reconciler.reconcile(ctx)

    assert {answer.status_code for answer in answers} == {202}
    assert statuses(ctx, [answer.get_json()["id"] for answer in answers]) == {"pending"}


def test_the_status_is_always_that_of_the_newest_audit_line(ctx: Context, post: Post) -> None:
    identifiers = [post(body=f"تعليق {number}", email=f"r{number}@example.ma").get_json()["id"] for number in range(4)]
    drain(ctx.desk)

    with ctx.database.read() as connection:
        for identifier in identifiers:
            comment, newest = comments.find(connection, identifier), audit.list_of(connection, 1, identifier)[-1]
            assert comment
            assert (comment.status, comment.version) == (newest.after, newest.version)
            assert comment.status is not Status.RECEIVED
