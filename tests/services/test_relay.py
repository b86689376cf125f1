"""The relay, with a receiver that fails, hangs and dies: what is due arrives at least once, under one id."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.message import Message
from moderation.domain.site import Site
from moderation.services import relay
from moderation.services.relay import Relay, back_off, deliver
from moderation.store import outbox
from moderation.store.tables import outbox as table
from tests.receiver import Receiver, post, receiver

PAST = datetime(2020, 1, 1, tzinfo=UTC)

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from moderation.services.relay import Relay, deliver
from moderation.store.engine import Database
from tests.receiver import post

def send_and_die(message):
    post(sys.argv[2], message)
    os.kill(os.getpid(), signal.SIGKILL)

deliver(Relay(Database(sys.argv[1]), lambda: datetime.now(UTC), lambda: 1.0), "webhook", send_and_die)
"""


@pytest.fixture
def friend() -> Iterator[Receiver]:
    """A receiver."""
    with receiver() as found:
        yield found


@pytest.fixture
def desk(ctx: Context) -> Relay:
    """A relay by the real clock, for PostgreSQL goes by its own."""
    return Relay(ctx.database, lambda: datetime.now(UTC), lambda: 1.0)


@pytest.fixture
def put(ctx: Context, site: Site) -> Callable[..., None]:
    """Puts messages that are due: ``put("m1", "m2", due_at=…)``."""

    def write(*identifiers: str, channel: str = "webhook", due_at: datetime = PAST) -> None:
        messages = [Message(site.id, one, channel, "comment.decided", "1-abc", PAST, due_at) for one in identifiers]
        ctx.database.write(lambda connection: outbox.put(connection, messages))

    return write


def waiting(ctx: Context) -> list[tuple[object, ...]]:
    """What is still to be sent: id, attempts, last error."""
    with ctx.database.read() as connection:
        return [(one.id, one.attempts, one.last_error) for one in outbox.list_waiting(connection, 100)]


def dead(ctx: Context) -> list[tuple[object, ...]]:
    """What was given up: id and why."""
    with ctx.database.read() as connection:
        return [(one.id, one.last_error) for one in outbox.list_dead(connection, 100)]


def time_passes(ctx: Context, **time: float) -> None:
    """Everything becomes due that much earlier."""
    with ctx.database.read() as connection:
        due = {row.id: row.due_at for row in connection.execute(sa.select(table.c.id, table.c.due_at))}
    for identifier, moment in due.items():
        change = sa.update(table).where(table.c.id == identifier).values(due_at=moment - timedelta(**time))
        ctx.database.write(lambda connection, change=change: connection.execute(change))  # type: ignore[misc]


def test_what_is_due_arrives_once_and_is_forgotten(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("m1", "m2")
    put("later", due_at=datetime.now(UTC) + timedelta(hours=1))

    assert deliver(desk, "webhook", partial(post, friend.url)) == 2
    assert deliver(desk, "webhook", partial(post, friend.url)) == 0

    assert sorted(friend.seen) == ["m1", "m2"]
    assert waiting(ctx) == [("later", 0, "")]


def test_a_receiver_that_fails_is_tried_again_later(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("m1")
    friend.status = 500
    assert deliver(desk, "webhook", partial(post, friend.url)) == 0
    assert deliver(desk, "webhook", partial(post, friend.url)) == 0  # not before its time
    assert friend.seen == ["m1"]
    assert waiting(ctx) == [("m1", 1, "http_500")]

    friend.status = 200
    time_passes(ctx, seconds=6)
    assert deliver(desk, "webhook", partial(post, friend.url)) == 1

    assert friend.taken == {"m1"}
    assert not waiting(ctx) + dead(ctx)


def test_a_receiver_that_hangs_or_is_not_there_costs_an_attempt(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("m1")
    friend.hanging.clear()
    deliver(desk, "webhook", partial(post, friend.url, timeout=0.2))
    assert waiting(ctx) == [("m1", 1, "timeout")]

    time_passes(ctx, minutes=1)
    deliver(desk, "webhook", partial(post, "http://127.0.0.1:1"))
    assert waiting(ctx) == [("m1", 2, "unreachable")]


def test_a_receiver_that_is_gone_is_not_asked_again_until_somebody_says_so(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("m1")
    friend.status = 410
    deliver(desk, "webhook", partial(post, friend.url))
    assert dead(ctx) == [("m1", "http_410")]
    assert waiting(ctx) == []

    friend.status = 200
    ctx.database.write(lambda connection: outbox.revive(connection, PAST))
    deliver(desk, "webhook", partial(post, friend.url))

    assert friend.seen == ["m1", "m1"]
    assert not waiting(ctx) + dead(ctx)


def test_after_many_attempts_it_is_dead(
    ctx: Context, desk: Relay, put: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SEND_AT_MOST", 3)
    put("m1")
    for _ in range(3):
        deliver(desk, "webhook", partial(post, "http://127.0.0.1:1"))
        time_passes(ctx, hours=2)

    assert dead(ctx) == [("m1", "unreachable")]


def test_what_kills_every_sender_is_dead_too(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SEND_AT_MOST", 1)
    put("m1")
    ctx.database.write(lambda connection: outbox.claim(connection, "webhook", "of one who died", datetime.now(UTC)))
    time_passes(ctx, minutes=2)

    deliver(desk, "webhook", partial(post, friend.url))

    assert dead(ctx) == [("m1", "gave_up")]
    assert friend.seen == []


def test_a_mistake_of_the_sender_costs_an_attempt_and_tells_nothing(
    ctx: Context, desk: Relay, put: Callable[..., None]
) -> None:
    def stumble(_message: Message) -> None:
        raise ValueError("fatima@example.ma")

    put("m1")
    deliver(desk, "webhook", stumble)

    assert waiting(ctx) == [("m1", 1, "ValueError")]


@pytest.mark.process
def test_killed_between_sending_and_saying_so_it_is_sent_again_under_the_same_id(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("m1")
    address = ctx.database.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", KILLED, address, friend.url], timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    assert deliver(desk, "webhook", partial(post, friend.url)) == 0  # its lease still holds
    time_passes(ctx, minutes=2)

    assert deliver(desk, "webhook", partial(post, friend.url)) == 1

    assert friend.seen == ["m1", "m1"]
    assert friend.taken == {"m1"}
    assert waiting(ctx) == []


def test_many_relays_at_once_send_each_message_once(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    names = [f"m{number}" for number in range(20)]
    put(*names)

    threads = [Thread(target=deliver, args=(desk, "webhook", partial(post, friend.url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(friend.seen) == sorted(names)
    assert waiting(ctx) == []


def test_a_channel_that_hangs_holds_up_no_other_and_no_decision(
    ctx: Context, desk: Relay, put: Callable[..., None], friend: Receiver
) -> None:
    put("slow", channel="mail")
    put("fast")
    begun, done = Event(), Event()

    def hang(_message: Message) -> None:
        begun.set()
        done.wait(20)

    thread = Thread(target=deliver, args=(desk, "mail", hang))
    thread.start()
    assert begun.wait(20)

    assert deliver(desk, "webhook", partial(post, friend.url)) == 1  # and it writes while the other one hangs

    assert friend.taken == {"fast"}
    assert [identifier for identifier, *_ in waiting(ctx)] == ["slow"]
    done.set()
    thread.join()
    assert waiting(ctx) == []


def test_the_wait_doubles_up_to_an_hour_and_half_of_it_is_chance() -> None:
    assert [back_off(attempts, 1.0).total_seconds() for attempts in (1, 2, 3, 10, 11, 30)] == [
        5, 10, 20, 2560, 3600, 3600,
    ]  # fmt: skip
    assert back_off(3, 0.0) == back_off(3, 1.0) / 2


def test_all_attempts_together_take_about_a_day() -> None:
    waits = [back_off(attempts, 0.5) for attempts in range(1, outbox.SEND_AT_MOST)]

    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=24)


def test_nothing_leaves_but_what_is_listed() -> None:
    """The next sender will change this, and the README."""
    assert list(relay.ROUTES) == ["akismet"]
