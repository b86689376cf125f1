"""A person's word: carried out once, never over somebody else's, and taken back whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import people, review
from moderation.store import audit, comments, threads
from tests.conftest import Clock
from tests.submissions import THREAD

Post = Callable[..., TestResponse]


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person; its version is 2."""
    identifier: str = post().get_json()["id"]
    night_shift()
    return identifier


def decide(
    ctx: Context, moderator: Moderator, action: str, *items: tuple[str, int], batch: str = "batch", reason: str = ""
) -> Any:
    decision = Decision(Action(action), items, reason)
    return ctx.database.write(lambda c: review.decide(c, moderator, decision, people.digest(batch), ctx.clock()))


def undo(ctx: Context, moderator: Moderator, batch: str = "batch") -> Any:
    return ctx.database.write(lambda c: review.undo(c, moderator, people.digest(batch), ctx.clock()))


def approved(ctx: Context, site: Site) -> int:
    with ctx.database.read() as connection:
        thread = threads.find(connection, site.id, THREAD)
    assert thread
    return thread.approved


def test_approving_publishes(ctx: Context, site: Site, moderator: Moderator, held: str) -> None:
    (outcome,) = decide(ctx, moderator, "approve", (held, 2))

    assert (outcome.comment.status, outcome.comment.version) == ("approved", 3)
    assert approved(ctx, site) == 1


def test_a_stale_decision_is_refused_and_shows_how_it_stands(
    ctx: Context, site: Site, moderator: Moderator, held: str
) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    (outcome,) = decide(ctx, moderator, "spam", (held, 2), batch="late")

    assert outcome.error == "conflict"
    assert outcome.comment.status == "approved"
    assert approved(ctx, site) == 1


def test_one_item_in_conflict_does_not_stop_the_others(
    ctx: Context, moderator: Moderator, post: Post, held: str, night_shift: Callable[[], int]
) -> None:
    other = post(body="تعليق آخر", email="ali@example.ma").get_json()["id"]
    night_shift()

    outcomes = decide(ctx, moderator, "approve", (held, 1), (other, 2), ("1-" + "0" * 26, 1))

    assert [outcome.error for outcome in outcomes] == ["conflict", "", "not_found"]


def test_what_is_not_judged_yet_cannot_be_decided(ctx: Context, moderator: Moderator, post: Post) -> None:
    identifier = post().get_json()["id"]

    (outcome,) = decide(ctx, moderator, "approve", (identifier, 1))

    assert outcome.error == "not_ready"


def test_undo_takes_everything_back_once(ctx: Context, site: Site, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2))

    (outcome,) = undo(ctx, moderator)

    assert (outcome.comment.status, outcome.comment.version) == ("pending", 4)
    assert approved(ctx, site) == 0
    with pytest.raises(StaleError):
        undo(ctx, moderator)


def test_undo_leaves_alone_what_somebody_has_decided_since(ctx: Context, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "approve", (held, 2))
    decide(ctx, moderator, "spam", (held, 3), batch="second")

    (outcome,) = undo(ctx, moderator)

    assert outcome.error == "conflict"
    assert outcome.comment.status == "spam"


def test_undo_is_for_the_one_who_decided_and_for_a_while(
    ctx: Context, moderator: Moderator, held: str, clock: Clock
) -> None:
    somebody = Moderator("somebody", "Somebody", "", Rights(Role.ADMIN))
    decide(ctx, moderator, "approve", (held, 2))

    with pytest.raises(NotFoundError):
        undo(ctx, somebody)
    clock.forward(hours=2)
    with pytest.raises(StaleError):
        undo(ctx, moderator)


def test_restore_goes_back_to_where_it_stood_before_the_last_decision(
    ctx: Context, moderator: Moderator, held: str
) -> None:
    decide(ctx, moderator, "reject", (held, 2), reason="insult")

    (outcome,) = decide(ctx, moderator, "restore", (held, 3), batch="second")

    assert outcome.comment.status == "pending"


def test_every_change_has_its_line(ctx: Context, site: Site, moderator: Moderator, held: str) -> None:
    decide(ctx, moderator, "reject", (held, 2), reason="insult")
    undo(ctx, moderator)

    with ctx.database.read() as connection:
        lines = audit.list_of(connection, site.id, held)
        comment = comments.find(connection, held)

    assert comment
    assert [(line.action, line.after, line.version) for line in lines] == [
        ("submit", "received", 1),
        ("hold", "pending", 2),
        ("reject", "rejected", 3),
        ("undo", "pending", 4),
    ]
    assert (lines[-1].after, lines[-1].version) == (comment.status, comment.version)
    assert lines[2].who == moderator.id
    assert lines[2].reason == "insult"


def test_a_viewer_may_only_look(ctx: Context, held: str) -> None:
    viewer = Moderator("v", "V", "", Rights(Role.VIEWER))

    with pytest.raises(ForbiddenError):
        decide(ctx, viewer, "approve", (held, 2))


def test_another_sites_comment_does_not_exist_for_a_moderator(ctx: Context, held: str) -> None:
    stranger = Moderator("s", "S", "", Rights(Role.ADMIN, frozenset({99})))

    (outcome,) = decide(ctx, stranger, "approve", (held, 2))

    assert outcome.error == "not_found"
    assert outcome.comment is None


def test_of_two_moderators_at_once_one_wins(ctx: Context, moderator: Moderator, held: str, client: FlaskClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        actions = ["approve", "spam"] * 8
        outcomes = list(
            pool.map(
                lambda pair: decide(ctx, moderator, pair[1], (held, 2), batch=f"b{pair[0]}")[0], enumerate(actions)
            )
        )

    assert sum(not outcome.error for outcome in outcomes) == 1
    assert {outcome.error for outcome in outcomes} == {"", "conflict"}
