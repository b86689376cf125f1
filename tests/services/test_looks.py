"""Second looks: drawn by a keyed lot, shown to others, and only where they see it otherwise somebody decides anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError
from moderation.domain.insight import Insight, Period
from moderation.domain.look import Look, Opinion
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import insight, looks, people, review
from moderation.services.insight import Asked
from moderation.services.tallies import Tallies
from moderation.store import audit, comments, sites
from moderation.store import looks as drawn
from moderation.store.engine import Connection
from tests.conftest import PASSWORD, Clock, status
from tests.prepared import add_person
from tests.web.hands import lessons_of

Post = Callable[..., TestResponse]
Shift = Callable[[], int]


@pytest.fixture
def rejected(post: Post, ada: FlaskClient, night_shift: Shift) -> str:
    """A comment that Ada has rejected; it is in its third version."""
    identifier: str = post().get_json()["id"]
    night_shift()
    items = [{"id": identifier, "version": 2}]
    ada.post("/v1/moderation/decisions", json={"action": "reject", "items": items, "reason": "insult"})
    return identifier


@pytest.fixture
def automatic(ctx: Context, post: Post, night_shift: Shift) -> str:
    """A comment that the machine alone has called spam; it is in its second version."""
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"approve_below": 0.01, "spam_above": 0.02}))
    ctx.directory.every(age=-1)
    identifier: str = post(body="Buy " + " ".join(f"http://shop{n}.example/now" for n in range(8))).get_json()["id"]
    night_shift()
    assert status(ctx, identifier) == "spam"
    return identifier


@pytest.fixture
def bob(ctx: Context) -> Moderator:
    """A second moderator."""
    add_person(ctx, "bob@news.example", "Bob", Rights(Role.MODERATOR), PASSWORD)
    with ctx.database.read() as connection:
        return people.find(connection, ctx.fingerprints.moderator("bob@news.example"))


@pytest.fixture
def draw(ctx: Context, site: Site, clock: Clock) -> Callable[..., int]:
    """Draws as a reconciler does, for long enough that each hour has its turn; everything, unless told otherwise."""

    def rounds(percent: int = 20, lot: Callable[[str], float] = lambda _: 0.0, minutes: int = looks.HOURS) -> int:
        chosen, number = [replace(site, second_looks=percent)], 0
        for _ in range(minutes):
            clock.forward(minutes=1)
            number += looks.draw(ctx.database, chosen, lot, clock())
        return number

    return rounds


@pytest.fixture
def say(ctx: Context, clock: Clock) -> Callable[..., None]:
    """Answers a look."""

    def answer(who: Moderator, item: tuple[str, int], opinion: Opinion, reason: str = "") -> None:
        clock.forward(seconds=1)
        sent = people.digest(f"{who.id} {item}"), clock()
        ctx.database.write(lambda connection: looks.answer(connection, who, item, (opinion, reason), sent))

    return answer


def next_of(ctx: Context, who: Moderator) -> str | None:
    """The id of what somebody is to look at."""
    with ctx.database.read() as connection:
        comment = looks.next_one(connection, who)
        assert drawn.count_open(connection, who) == (comment is not None)
    return comment.id if comment else None


def test_what_can_still_be_undone_is_not_drawn_and_each_is_drawn_once(
    draw: Callable[..., int], rejected: str, clock: Clock
) -> None:
    assert draw() == 0
    clock.forward(hours=2)
    assert draw() == 1
    assert draw() == 0


def test_what_is_older_than_two_days_is_not_drawn(draw: Callable[..., int], rejected: str, clock: Clock) -> None:
    clock.forward(days=2, hours=2)

    assert draw() == 0


def test_whose_lot_is_too_high_is_not_drawn_and_without_a_share_nothing_is(
    draw: Callable[..., int], rejected: str, clock: Clock
) -> None:
    clock.forward(hours=2)

    assert draw(percent=2, lot=lambda _: 0.02) == 0
    assert draw(percent=0) == 0
    assert draw(percent=2, lot=lambda _: 0.0199) == 1


def test_every_hour_of_two_days_has_its_turn(clock: Clock) -> None:
    rounds = [clock() + timedelta(minutes=minute) for minute in range(looks.HOURS)]

    ages = {(at - review.SETTLED - looks.hour_of(at)[1]) // timedelta(hours=1) for at in rounds}

    assert ages == set(range(looks.HOURS))
    assert all(until - since == timedelta(hours=1) for since, until in map(looks.hour_of, rounds))


def test_nobody_gets_their_own(
    ctx: Context, draw: Callable[..., int], rejected: str, moderator: Moderator, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    assert next_of(ctx, bob) == rejected
    assert next_of(ctx, moderator) is None
    assert next_of(ctx, Moderator("e", "Eve", "", Rights(Role.ADMIN, frozenset({7})))) is None


def test_the_same_answer_changes_nothing(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    say(bob, (rejected, 3), Opinion.REJECT, "hate")

    assert (status(ctx, rejected), next_of(ctx, bob)) == ("rejected", None)
    with pytest.raises(NotFoundError):
        say(bob, (rejected, 3), Opinion.APPROVE)


def test_another_answer_has_somebody_decide_anew(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    say(bob, (rejected, 3), Opinion.APPROVE)

    assert status(ctx, rejected) == "pending"
    with ctx.database.read() as connection:
        line = audit.list_of(connection, 1, rejected)[-1]
    assert (line.who, line.action, line.before, line.after) == (bob.id, "hold", "rejected", "pending")


def test_who_cannot_say_is_not_asked_again_and_counts_for_nothing(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    say(bob, (rejected, 3), Opinion.UNSURE)

    assert (status(ctx, rejected), next_of(ctx, bob), draw()) == ("rejected", None, 0)
    assert figures(ctx, clock).agreements == ()


def test_what_has_changed_since_is_not_shown(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, ada: FlaskClient, bob: Moderator,
    clock: Clock,
) -> None:  # fmt: skip
    clock.forward(hours=2)
    draw()
    clock.forward(seconds=1)
    items = [{"id": rejected, "version": 3}]
    ada.post("/v1/moderation/decisions", json={"action": "reject", "items": items, "reason": "hate"})

    assert next_of(ctx, bob) is None
    with pytest.raises(NotFoundError):
        say(bob, (rejected, 4), Opinion.APPROVE)


def test_an_answer_to_another_version_or_by_a_viewer_is_refused(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    with pytest.raises(StaleError):
        say(bob, (rejected, 2), Opinion.APPROVE)
    with pytest.raises(ForbiddenError):
        say(Moderator("v", "Vera", "", Rights(Role.VIEWER)), (rejected, 3), Opinion.APPROVE)


def test_a_look_at_the_machines_verdict_is_a_lesson(
    ctx: Context, site: Site, draw: Callable[..., int], say: Callable[..., None], automatic: str, bob: Moderator,
    clock: Clock,
) -> None:  # fmt: skip
    clock.forward(hours=2)
    assert draw() == 1

    say(bob, (automatic, 2), Opinion.APPROVE)

    (lesson,) = lessons_of(ctx, site)
    assert (lesson.comment, lesson.spam, status(ctx, automatic)) == (automatic, False, "pending")
    found = figures(ctx, clock)
    assert (found.second_looks, found.drawn) == ((1, 0), {"spam": (1, 0)})


def test_figures_say_how_far_people_agree_and_how_often_the_machine_was_right(
    ctx: Context, draw: Callable[..., int], say: Callable[..., None], rejected: str, automatic: str, bob: Moderator,
    clock: Clock,
) -> None:  # fmt: skip
    clock.forward(hours=2)
    assert draw() == 2

    say(bob, (rejected, 3), Opinion.REJECT, "insult")
    say(bob, (automatic, 2), Opinion.REJECT, "advertising")

    found = figures(ctx, clock)
    assert [(one.label, one.pairs, one.agreed) for one in found.agreements] == [("", 1, 1), ("insult", 1, 1)]
    assert found.drawn == {"spam": (1, 1)}


def test_what_nobody_looks_at_is_asked_no_more_after_a_fortnight(
    ctx: Context, draw: Callable[..., int], rejected: str, bob: Moderator, clock: Clock
) -> None:
    clock.forward(hours=2)
    draw()

    ctx.database.write(lambda connection: drawn.sweep(connection, clock() + timedelta(days=13)))
    assert next_of(ctx, bob) == rejected
    ctx.database.write(lambda connection: drawn.sweep(connection, clock() + timedelta(days=15)))
    assert next_of(ctx, bob) is None


def test_drawing_twice_at_once_is_drawing_once(
    ctx: Context, draw: Callable[..., int], rejected: str, clock: Clock, bob: Moderator
) -> None:
    clock.forward(hours=2)
    draw()
    again = Look(1, rejected, "machine", Status.SPAM, "", clock())

    def work(connection: Connection) -> None:
        drawn.ask(connection, [again, again])

    ctx.database.write(work)

    with ctx.database.read() as connection:
        assert comments.find(connection, rejected)
        assert [one.first_by for one in drawn.list_open(connection, bob, 9)] != ["machine"]


def figures(ctx: Context, clock: Clock) -> Insight:
    """Of the last days."""
    today = clock().date()
    asked = Asked([1], Period(today - timedelta(days=7), today), clock())
    with ctx.database.read() as connection:
        return insight.look(connection, asked, Tallies())
