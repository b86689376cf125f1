"""The outbox: what is put is claimed when due, by one at a time, and stays until it has arrived or was given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from moderation.bootstrap import Context
from moderation.domain.message import Message
from moderation.domain.site import Site
from moderation.store import outbox, sites
from moderation.store.engine import Connection
from tests.conftest import Clock

Put = Callable[..., Message]


@pytest.fixture
def put(ctx: Context, site: Site, clock: Clock) -> Put:
    """Puts a message, by mail and due now unless told otherwise: ``put("m1", later=seconds)``."""

    def write(identifier: str, channel: str = "mail", later: float = 0) -> Message:
        due = clock() + timedelta(seconds=later)
        message = Message(site.id, identifier, channel, "comment.decided", "1-abc", clock(), due)
        ctx.database.write(lambda connection: outbox.put(connection, [message]))
        return message

    return write


def claim(ctx: Context, lease: str = "t1", channel: str = "mail") -> Message | None:
    """Claims a message by the clock of the test."""
    return ctx.database.write(lambda connection: outbox.claim(connection, channel, lease, ctx.clock()))


def test_what_is_due_longest_comes_first_and_nothing_comes_twice(ctx: Context, put: Put, clock: Clock) -> None:
    put("second", later=2)
    put("first", later=1)
    assert claim(ctx) is None
    clock.forward(seconds=3)

    taken = [claim(ctx, lease) for lease in ("t1", "t2", "t3")]

    assert [one.id if one else None for one in taken] == ["first", "second", None]


def test_channels_do_not_see_each_other(ctx: Context, put: Put) -> None:
    put("m1", channel="webhook")

    assert claim(ctx, channel="mail") is None
    assert claim(ctx, channel="webhook")


def test_what_nobody_finished_is_due_again_when_its_lease_has_run_out(ctx: Context, put: Put, clock: Clock) -> None:
    put("m1")
    first = claim(ctx, "t1")
    clock.forward(seconds=59)
    assert claim(ctx, "t2") is None
    clock.forward(seconds=1)

    second = claim(ctx, "t2")

    assert first
    assert second
    assert (first.attempts, second.attempts) == (1, 2)
    assert first.id == second.id
    assert not ctx.database.write(lambda connection: outbox.delivered(connection, first, "t1"))
    assert ctx.database.write(lambda connection: outbox.delivered(connection, second, "t2"))
    assert not ctx.database.write(lambda connection: outbox.delivered(connection, second, "t2"))


def test_who_lost_the_lease_changes_nothing(ctx: Context, put: Put, clock: Clock) -> None:
    put("m1")
    first = claim(ctx, "t1")
    clock.forward(minutes=2)
    claim(ctx, "t2")
    assert first

    ctx.database.write(lambda connection: outbox.postpone(connection, first, "t1", "late", clock()))
    ctx.database.write(lambda connection: outbox.give_up(connection, first, "t1", "late", clock()))

    with ctx.database.read() as connection:
        (message,) = outbox.list_waiting(connection, 10)
        assert outbox.list_dead(connection, 10) == ()
    assert message.last_error == ""


def test_what_was_postponed_waits_and_what_was_given_up_is_dead_until_revived(
    ctx: Context, put: Put, clock: Clock
) -> None:
    put("m1")
    message = claim(ctx)
    assert message
    later = clock() + timedelta(seconds=30)
    ctx.database.write(lambda connection: outbox.postpone(connection, message, "t1", "timeout", later))
    assert claim(ctx) is None
    clock.forward(seconds=30)
    again = claim(ctx)
    assert again
    assert again.last_error == "timeout"
    ctx.database.write(lambda connection: outbox.give_up(connection, again, "t1", "refused", clock()))
    clock.forward(days=1)
    assert claim(ctx) is None
    with ctx.database.read() as connection:
        assert [(one.id, one.last_error) for one in outbox.list_dead(connection, 10)] == [("m1", "refused")]

    assert ctx.database.write(lambda connection: outbox.revive(connection, clock(), "other")) == 0
    assert ctx.database.write(lambda connection: outbox.revive(connection, clock(), "m1")) == 1
    assert ctx.database.write(lambda connection: outbox.revive(connection, clock(), "m1")) == 0

    revived = claim(ctx)
    assert revived
    assert (revived.id, revived.attempts) == ("m1", 1)


def test_the_backlog_is_counted_by_channel(ctx: Context, put: Put, clock: Clock) -> None:
    put("m1")
    put("m2", later=100)
    put("w1", channel="webhook")
    dead = claim(ctx, channel="webhook")
    assert dead
    ctx.database.write(lambda connection: outbox.give_up(connection, dead, "t1", "refused", clock()))
    clock.forward(seconds=40)

    with ctx.database.read() as connection:
        found = outbox.backlog(connection, clock())

    assert found == {
        "mail": outbox.Backlog(due=1, later=1, dead=0, late=timedelta(seconds=40)),
        "webhook": outbox.Backlog(due=0, later=0, dead=1, late=timedelta()),
    }


def test_a_transaction_that_fails_sends_nothing(ctx: Context, site: Site, clock: Clock) -> None:
    def work(connection: Connection) -> None:
        outbox.put(connection, [Message(site.id, "m1", "mail", "comment.decided", "1-abc", clock(), clock())])
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        ctx.database.write(work)

    assert claim(ctx) is None


def test_the_messages_of_a_site_go_with_it(ctx: Context, put: Put) -> None:
    put("m1")

    ctx.database.write(lambda connection: sites.remove(connection, "news"))

    assert claim(ctx) is None
