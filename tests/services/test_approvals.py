"""Two approvals: one is kept, another person's publishes; one rejection is enough, and nobody is the second of themselves."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.adapters import markup
from moderation.bootstrap import Context
from moderation.domain.appeal import Appeal, Result
from moderation.domain.approval import CATEGORIES, needs_two, ordered
from moderation.domain.audit import AuditLine
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import StaleError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import appeals, desk, house, own, people, queue, review
from moderation.services.house import Hand
from moderation.store import appeals as appeals_store
from moderation.store import audit, comments, precedents, reports, sites, transitions
from moderation.store.filters import Filter
from moderation.store.listing import Page
from moderation.store.reports import Report
from moderation.store.tables import lessons
from moderation.store.transitions import Transition
from tests.builders import a_comment
from tests.conftest import Clock, status

Post = Callable[..., TestResponse]
SALMA = Moderator("salma", "Salma", "", Rights(Role.MODERATOR))


@pytest.fixture
def ask(ctx: Context, site: Site) -> Callable[..., None]:
    """Has the site ask for two approvals: ``ask("links", "any")``."""

    def choose(*categories: str) -> None:
        ctx.database.write(lambda connection: sites.choose(connection, "news", {"two_approvals": list(categories)}))

    return choose


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int], ask: Callable[..., None]) -> str:
    """A comment of a newcomer that waits on a site which wants two approvals for such; its version is 2."""
    ask("newcomers")
    identifier: str = post().get_json()["id"]
    night_shift()
    return identifier


def decide(ctx: Context, who: Moderator, action: str, item: tuple[str, int], reason: str = "", batch: str = "") -> Any:
    said = Decision(Action(action), (item,), reason)
    mark = people.digest(batch or f"{who.id}{action}{item[1]}")
    (outcome,) = ctx.database.write(lambda c: review.decide(c, who, said, mark, ctx.clock()))
    return outcome


def undo(ctx: Context, who: Moderator, batch: str) -> Any:
    (outcome,) = ctx.database.write(lambda c: review.undo(c, who, people.digest(batch), ctx.clock()))
    return outcome


def actions(ctx: Context, identifier: str) -> list[tuple[str, str]]:
    with ctx.database.read() as connection:
        return [(line.action, line.who) for line in audit.list_of(connection, 1, identifier)]


def test_the_first_is_kept_and_the_second_publishes(ctx: Context, moderator: Moderator, held: str) -> None:
    first = decide(ctx, moderator, "approve", (held, 2))
    assert (first.awaits, first.comment.status, first.comment.version) == (True, "pending", 3)

    second = decide(ctx, SALMA, "approve", (held, 3))

    assert (second.awaits, second.comment.status, second.comment.version) == (False, "approved", 4)
    assert actions(ctx, held)[2:] == [("first_approval", moderator.id), ("approve", "salma")]


def test_nobody_is_the_second_of_themselves_but_may_change_their_mind(
    ctx: Context, moderator: Moderator, held: str
) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    again = decide(ctx, moderator, "approve", (held, 3))
    changed = decide(ctx, moderator, "reject", (held, 3), "other")

    assert again.error == "own_approval"
    assert changed.comment.status == "rejected"


@pytest.mark.parametrize("action", ["reject", "spam"])
def test_one_rejection_is_enough(ctx: Context, moderator: Moderator, held: str, action: str) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    outcome = decide(ctx, SALMA, action, (held, 3), "other" if action == "reject" else "")

    assert outcome.comment.status == {"reject": "rejected", "spam": "spam"}[action]


def test_who_is_at_the_same_time_sees_that_somebody_was_faster(ctx: Context, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    assert decide(ctx, SALMA, "approve", (held, 2)).error == "conflict"
    assert status(ctx, held) == "pending"


def test_the_first_is_taken_back_and_then_there_is_none(ctx: Context, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2), batch="first")

    undo(ctx, moderator, "first")

    assert actions(ctx, held)[-1] == ("undo", moderator.id)
    assert decide(ctx, SALMA, "approve", (held, 4)).awaits
    assert not decide(ctx, moderator, "approve", (held, 5)).awaits


def test_the_second_is_taken_back_and_the_first_still_stands(ctx: Context, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2), batch="first")
    decide(ctx, SALMA, "approve", (held, 3), batch="second")

    undo(ctx, SALMA, "second")

    assert status(ctx, held) == "pending"
    assert decide(ctx, moderator, "approve", (held, 5)).error == "own_approval"
    assert decide(ctx, SALMA, "approve", (held, 5)).comment.status == "approved"


def test_what_is_published_is_not_taken_back_by_the_first_but_their_word_no_longer_counts(
    ctx: Context, moderator: Moderator, held: str
) -> None:
    decide(ctx, moderator, "approve", (held, 2), batch="first")
    decide(ctx, SALMA, "approve", (held, 3), batch="second")

    assert undo(ctx, moderator, "first").error == "conflict"

    assert status(ctx, held) == "approved"
    undo(ctx, SALMA, "second")
    assert decide(ctx, SALMA, "approve", (held, 5)).awaits


def test_a_first_approval_is_of_a_text_and_ends_with_it(
    ctx: Context, site: Site, moderator: Moderator, held: str, night_shift: Callable[[], int], clock: Clock
) -> None:
    decide(ctx, moderator, "approve", (held, 2))
    clock.forward(minutes=1)
    with ctx.database.read() as connection:
        comment = comments.find(connection, held)
        assert comment
        assert own.why_not(connection, site, comment, clock()) == ""
    body = "نص آخر"
    line = AuditLine(held, clock(), "author", "edit", comment.status, Status.RECEIVED, comment.version + 1)
    edit = Transition(comment, line, comments.revised(comment, body, clock()))
    ctx.database.write(lambda connection: transitions.make(connection, edit))
    night_shift()

    outcome = decide(ctx, SALMA, "approve", (held, 5))

    assert outcome.awaits


def test_what_no_category_names_is_published_by_one(
    ctx: Context, moderator: Moderator, held: str, ask: Callable[..., None]
) -> None:
    ask("links")

    assert decide(ctx, moderator, "approve", (held, 2)).comment.status == "approved"


def test_a_kept_approval_neither_teaches_nor_is_a_precedent(ctx: Context, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    with ctx.database.read() as connection:
        assert connection.execute(sa.select(lessons)).all() == []
        assert precedents._decided(connection, 1, {held}) == {}  # noqa: SLF001 - what others are told of it


def test_a_published_comment_with_reports_stays_public_until_two_have_answered_them(
    ctx: Context, moderator: Moderator, held: str, ask: Callable[..., None], clock: Clock
) -> None:
    decide(ctx, moderator, "approve", (held, 2))
    decide(ctx, SALMA, "approve", (held, 3))
    ask("reported")
    with ctx.database.read() as connection:
        comment = comments.find(connection, held)
    assert comment
    ctx.database.write(lambda c: reports.add(c, comment, Report("mark", "hate", clock())))

    first = decide(ctx, moderator, "approve", (held, 4))
    assert (first.awaits, first.comment.status, first.comment.reports) == (True, "approved", 1)
    second = decide(ctx, SALMA, "approve", (held, 5))

    assert (second.awaits, second.comment.status, second.comment.reports) == (False, "approved", 0)


def test_who_starts_gets_what_does_not_wait_for_somebody_else(
    ctx: Context, moderator: Moderator, held: str, clock: Clock
) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    def start(who: Moderator) -> str:
        found = ctx.database.write(lambda c: desk.start(c, who, Filter(), Page(), clock()))
        return found.id if found else ""

    assert start(moderator) == ""
    assert start(SALMA) == held


def test_an_item_says_who_has_approved_it(ctx: Context, moderator: Moderator, held: str, clock: Clock) -> None:
    with ctx.database.read() as connection:
        before, _ = queue.find(connection, moderator, held, clock())
    decide(ctx, moderator, "approve", (held, 2))
    with ctx.database.read() as connection:
        after, _ = queue.find(connection, moderator, held, clock())

    assert (before.needs_two, before.first, before.first_by) == (True, None, "")
    assert after.first
    assert (after.needs_two, after.first.by, after.first_by) == (True, moderator.id, "Ada")


def test_what_is_not_public_yet_is_not_answered(ctx: Context, moderator: Moderator, held: str, clock: Clock) -> None:
    hand = Hand(moderator, clock(), markup.render)

    with pytest.raises(StaleError):
        ctx.database.write(lambda c: house.reply(c, hand, (held, 2), "شكرا", people.digest("x")))

    assert actions(ctx, held)[-1][0] == "hold"


def test_an_appeal_stays_open_until_the_second_approval(
    ctx: Context, moderator: Moderator, held: str, clock: Clock
) -> None:
    amal = Moderator("amal", "Amal", "", Rights(Role.MODERATOR))
    decide(ctx, amal, "reject", (held, 2), "other")
    ctx.database.write(lambda c: appeals_store.add(c, Appeal(1, held, 3, "amal", "لماذا؟", clock())))
    clock.forward(minutes=1)

    def is_open() -> bool:
        with ctx.database.read() as connection:
            return bool(appeals_store.list_open(connection, None, 9))

    said = (held, 3, Result.REVERSED)
    outcome = ctx.database.write(lambda c: appeals.close(c, moderator, said, people.digest("x"), clock()))
    assert (outcome.awaits, status(ctx, held), is_open()) == (True, "pending", True)

    clock.forward(minutes=1)
    decide(ctx, SALMA, "approve", (held, 4))
    assert (status(ctx, held), is_open()) == ("approved", False)


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        (("links",), ("too_many_links",)),
        (("words", "offence"), ("looks_offensive",)),
        (("newcomers",), ("trait_length", "first_comment")),
        (("any",), ()),
    ],
)
def test_categories_name_what_needs_two(chosen: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert needs_two(chosen, a_comment(status=Status.PENDING), codes, was_reported=False)


@pytest.mark.parametrize(("chosen", "codes"), [(("links",), ("listed_word",)), ((), ("too_many_links",))])
def test_what_no_category_names_needs_one(chosen: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert not needs_two(chosen, a_comment(status=Status.PENDING), codes, was_reported=True)


def test_what_readers_have_reported_needs_two_if_that_is_asked_for() -> None:
    comment = a_comment(status=Status.PENDING)

    assert needs_two(("reported",), comment, (), was_reported=True)
    assert not needs_two(("reported",), comment, (), was_reported=False)


def test_categories_have_an_order_and_nothing_else_is_one() -> None:
    assert ordered(["any", "nonsense", "links", "any"]) == ("links", "any")
    assert ordered(CATEGORIES) == tuple(CATEGORIES)
