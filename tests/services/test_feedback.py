"""Telling Akismet where people saw it otherwise: when their word is settled, and what stands then."""

import random
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import OPERATOR, AuditLine
from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Moderator
from moderation.domain.site import Site
from moderation.services import people, review
from moderation.services.feedback import CHANNEL, sender
from moderation.services.relay import Relay, deliver
from moderation.services.screen import drain
from moderation.store import authors, comments, outbox, sites
from tests.conftest import Clock
from tests.outsider import KEY, Outsider

Post = Callable[..., TestResponse]
Say = Callable[..., None]


@pytest.fixture
def site(add_site: Callable[..., Site], friend: Outsider) -> Site:
    """The site ``news``, which asks it."""
    return add_site("news", akismet_url=friend.url, akismet_key=KEY)


@pytest.fixture
def held(ctx: Context, post: Post) -> str:
    """A comment it was asked about, and that waits for a person."""
    identifier: str = post().get_json()["id"]
    drain(ctx.desk)
    return identifier


@pytest.fixture
def say(ctx: Context, moderator: Moderator, held: str) -> Say:
    """Says something of the comment: ``say("spam")``; with a name, so that it can be taken back."""

    def decide(action: str, batch: str = "batch") -> None:
        with ctx.database.read() as connection:
            comment = comments.find(connection, held)
        assert comment
        decision = Decision(Action(action), ((held, comment.version),), "other" if action == "reject" else "")
        ctx.database.write(lambda c: review.decide(c, moderator, decision, people.digest(batch), ctx.clock()))

    return decide


@pytest.fixture
def take_back(ctx: Context, moderator: Moderator) -> Say:
    """Takes a decision back, by its name."""

    def undo(batch: str) -> None:
        ctx.database.write(lambda c: review.undo(c, moderator, people.digest(batch), ctx.clock()))

    return undo


def told(ctx: Context, friend: Outsider) -> list[str]:
    """What it is told, when everything due is sent."""
    before = len(friend.calls)
    deliver(Relay(ctx.database, ctx.clock, random.random), CHANNEL, sender(ctx.panel))
    return [name for name, _ in friend.calls[before:]]


def waiting(ctx: Context) -> int:
    """How many messages are still to be sent."""
    with ctx.database.read() as connection:
        return len(outbox.list_waiting(connection, 100))


@pytest.fixture
def later(ctx: Context, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets time pass, by the one clock of these tests; PostgreSQL would go by its own."""
    monkeypatch.setattr(ctx.database, "now", lambda _, otherwise: otherwise)
    return clock.forward


SETTLED = review.SETTLED.total_seconds()


def test_what_it_missed_it_is_told_when_nothing_can_be_taken_back(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    assert waiting(ctx) == 1
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == ["submit-spam"]

    (asked,), (said,) = friend.asked("comment-check"), friend.asked("submit-spam")
    assert said == {**asked, "comment_check_response": "false"}
    assert waiting(ctx) == 0


def test_nothing_is_told_before(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    later(seconds=review.UNDO_LASTS.total_seconds())  # at this moment it can still be taken back

    assert told(ctx, friend) == []
    assert waiting(ctx) == 1


def test_what_it_called_spam_and_was_not_it_is_told_too(
    ctx: Context, site: Site, post: Post, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    friend.spam = True
    identifier = post(body="Un autre texte.", email="ali@example.ma").get_json()["id"]
    drain(ctx.desk)
    say_of(ctx, identifier, "approve")
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == ["submit-ham"]
    assert friend.asked("submit-ham")[0]["comment_check_response"] == "true"


def say_of(ctx: Context, identifier: str, action: str) -> None:
    """Ada says something of another comment."""
    from tests.conftest import LOGIN  # noqa: PLC0415 - here only

    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        ada = people.find(connection, ctx.fingerprints.moderator(LOGIN))
    assert comment
    decision = Decision(Action(action), ((identifier, comment.version),))
    ctx.database.write(lambda c: review.decide(c, ada, decision, people.digest("other"), ctx.clock()))


@pytest.mark.parametrize("action", ["approve", "reject", "hold"])
def test_where_people_agree_or_say_nothing_of_spam_it_is_told_nothing(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider, action: str
) -> None:
    say(action)
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == []
    assert waiting(ctx) == 0


def test_what_was_taken_back_is_not_told(
    ctx: Context, site: Site, say: Say, take_back: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam", "first")
    take_back("first")
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == []
    assert waiting(ctx) == 0


def test_of_two_words_the_last_one_is_told(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam", "first")
    later(minutes=30)
    say("approve", "second")
    later(minutes=32)
    assert told(ctx, friend) == []  # the first is due, and does not stand any more
    later(minutes=31)

    assert told(ctx, friend) == ["submit-ham"]


def test_what_was_told_is_turned_when_people_change_their_mind(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam", "first")
    later(seconds=SETTLED + 1)
    assert told(ctx, friend) == ["submit-spam"]
    say("approve", "second")
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == ["submit-ham"]


def test_when_the_second_word_is_taken_back_the_first_is_told(
    ctx: Context, site: Site, say: Say, take_back: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam", "first")
    later(minutes=30)
    say("approve", "second")
    later(minutes=32)
    assert told(ctx, friend) == []
    take_back("second")
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == ["submit-spam"]


def test_a_server_that_is_away_is_told_later_under_the_same_id(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    later(seconds=SETTLED + 1)
    friend.status = 503
    assert told(ctx, friend) == ["submit-spam"]
    assert waiting(ctx) == 1
    friend.status = 200
    later(hours=2)

    assert told(ctx, friend) == ["submit-spam"]
    assert waiting(ctx) == 0


def test_a_key_that_is_not_taken_ends_as_a_dead_letter_that_names_no_key(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    later(seconds=SETTLED + 1)
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"akismet_key": "wrong-key"}))
    ctx.directory.every(age=-1)
    assert told(ctx, friend) == ["submit-spam"]

    with ctx.database.read() as connection:
        (dead,) = outbox.list_dead(connection, 10)
    assert dead.last_error == "invalid"
    assert "key" not in str(dead)


def test_switched_off_since_nothing_is_told(
    ctx: Context, site: Site, say: Say, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    later(seconds=SETTLED + 1)
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"akismet_url": ""}))
    ctx.directory.every(age=-1)

    assert told(ctx, friend) == []
    assert waiting(ctx) == 0


def test_what_it_was_never_asked_about_it_is_not_told(
    ctx: Context, site: Site, post: Post, moderator: Moderator, later: Callable[..., None], friend: Outsider
) -> None:
    """Who wrote before it was switched on was not told that others would read it."""
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"akismet_url": ""}))
    ctx.directory.every(age=-1)
    identifier = post().get_json()["id"]
    drain(ctx.desk)
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"akismet_url": friend.url}))
    ctx.directory.every(age=-1)
    say_of(ctx, identifier, "spam")
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == []
    assert friend.raw == []


def test_of_somebody_who_was_erased_nothing_is_told(
    ctx: Context, site: Site, say: Say, held: str, later: Callable[..., None], friend: Outsider
) -> None:
    say("spam")
    with ctx.database.read() as connection:
        comment = comments.find(connection, held)
    assert comment
    line = AuditLine("", ctx.clock(), OPERATOR, "erase", None, None, 0)
    ctx.database.write(lambda connection: authors.make_nobodys(connection, [comment], line))
    later(seconds=SETTLED + 1)

    assert told(ctx, friend) == []
    assert waiting(ctx) == 0


def test_a_site_that_asks_nobody_promises_nothing(ctx: Context, site: Site, say: Say, friend: Outsider) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"akismet_url": ""}))
    say("spam")

    assert waiting(ctx) == 0
