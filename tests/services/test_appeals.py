"""Appeals: one for each decision, looked at by somebody else; reversing is a decision like any other."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.appeal import Appeal, Result, Statement
from moderation.domain.comment import Comment
from moderation.domain.errors import DuplicateError, ForbiddenError, NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.services import appeals, docket, people, review
from moderation.services.report import report
from moderation.store import appeals as made
from moderation.store import audit, comments, sites
from moderation.store.reports import Report
from tests.conftest import PASSWORD, Clock, status
from tests.prepared import add_person
from tests.web.hands import publish

Post = Callable[..., TestResponse]


@pytest.fixture
def rejected(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> str:
    """A comment that Ada has rejected; it is in its third version."""
    identifier: str = post().get_json()["id"]
    night_shift()
    decide(ada, identifier, 2, "reject")
    return identifier


@pytest.fixture
def bob(ctx: Context) -> Moderator:
    """A second moderator."""
    add_person(ctx, "bob@news.example", "Bob", Rights(Role.MODERATOR), PASSWORD)
    with ctx.database.read() as connection:
        return people.find(connection, ctx.fingerprints.moderator("bob@news.example"))


@pytest.fixture
def lodge(ctx: Context, clock: Clock) -> Callable[..., Appeal]:
    """Appeals."""

    def say(identifier: str, version: int = 3, body: str = "لم أشتم أحدا.") -> Appeal:
        return ctx.database.write(lambda connection: appeals.lodge(connection, identifier, (version, body), clock()))

    return say


@pytest.fixture
def close(ctx: Context, clock: Clock) -> Callable[..., object]:
    """Decides on an appeal."""

    def say(who: Moderator, identifier: str, result: Result, version: int = 3) -> object:
        clock.forward(seconds=1)
        said = identifier, version, result
        return ctx.database.write(
            lambda connection: appeals.close(connection, who, said, people.digest(identifier), clock())
        )

    return say


def decide(ada: FlaskClient, identifier: str, version: int, action: str) -> str:
    said = {"action": action, "items": [{"id": identifier, "version": version}], "reason": "insult"}
    return str(ada.post("/v1/moderation/decisions", json=said).get_json()["undo"])


def comment_of(ctx: Context, identifier: str) -> Comment:
    with ctx.database.read() as connection:
        found = comments.find(connection, identifier)
    assert found
    return found


def told(ctx: Context, identifier: str) -> Statement | None:
    """What its author is told."""
    with ctx.database.read() as connection:
        return appeals.state(connection, comment_of(ctx, identifier))


def outcomes(ctx: Context, identifier: str) -> list[Result | None]:
    with ctx.database.read() as connection:
        return [one.outcome for one in made.list_of(connection, comment_of(ctx, identifier))]


def test_who_decided_and_on_which_ground_is_told(ctx: Context, rejected: str) -> None:
    found = told(ctx, rejected)

    assert found
    assert (found.status, found.reason, found.decided_by, found.found_by) == ("rejected", "insult", "person", "machine")


def test_that_readers_had_reported_it_is_told(
    ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int], clock: Clock
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    publish(ada, identifier)
    ctx.database.write(lambda connection: report(connection, identifier, Report("a", "hate", clock())))

    decide(ada, identifier, 3, "reject")

    found = told(ctx, identifier)
    assert found
    assert found.found_by == "report"


def test_that_no_person_has_decided_is_told(ctx: Context, post: Post, night_shift: Callable[[], int]) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"approve_below": 0.01, "spam_above": 0.02}))
    ctx.directory.every(age=-1)
    identifier = post(body="Buy " + " ".join(f"http://shop{n}.example/now" for n in range(8))).get_json()["id"]
    night_shift()
    assert status(ctx, identifier) == "spam"

    found = told(ctx, identifier)

    assert found
    assert (found.decided_by, found.found_by, found.moderator) == ("machine", "machine", "")


def test_nothing_is_told_of_what_was_not_decided_against(ctx: Context, post: Post) -> None:
    assert told(ctx, post().get_json()["id"]) is None


def test_one_may_appeal_once_against_each_decision(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], moderator: Moderator
) -> None:
    appeal = lodge(rejected)

    assert (appeal.version, appeal.decided_by) == (3, moderator.id)
    with pytest.raises(DuplicateError):
        lodge(rejected)
    assert outcomes(ctx, rejected) == [None]
    with ctx.database.read() as connection:
        assert audit.list_of(connection, 1, rejected)[-1].action == "appeal"
        assert [one.comment for one, _ in appeals.list_open(connection, moderator)] == [rejected]
        assert appeals.count_open(connection, moderator) == 1


def test_one_cannot_appeal_against_what_was_not_decided_or_has_changed(
    post: Post, rejected: str, lodge: Callable[..., Appeal]
) -> None:
    with pytest.raises(StaleError):
        lodge(rejected, version=2)
    with pytest.raises(NotFoundError):
        lodge(post(body="آخر").get_json()["id"], version=1)
    with pytest.raises(NotFoundError):
        lodge("1-00000000000000000000000000")


def test_somebody_else_declines_it(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], close: Callable[..., object], bob: Moderator
) -> None:
    lodge(rejected)

    close(bob, rejected, Result.UPHELD)

    assert outcomes(ctx, rejected) == [Result.UPHELD]
    assert status(ctx, rejected) == "rejected"
    with ctx.database.read() as connection:
        line = audit.list_of(connection, 1, rejected)[-1]
        assert appeals.list_open(connection, bob) == ()
    assert (line.who, line.action) == (bob.id, "uphold")
    with pytest.raises(DuplicateError):
        lodge(rejected)


def test_somebody_else_grants_it(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], close: Callable[..., object], bob: Moderator
) -> None:
    lodge(rejected)

    close(bob, rejected, Result.REVERSED)

    assert outcomes(ctx, rejected) == [Result.REVERSED]
    assert status(ctx, rejected) == "approved"
    with ctx.database.read() as connection:
        actions = [line.action for line in audit.list_of(connection, 1, rejected)]
    assert actions == ["submit", "hold", "reject", "appeal", "approve", "reverse"]


def test_nobody_decides_on_an_appeal_against_themselves_unless_nobody_else_is_left(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], close: Callable[..., object], moderator: Moderator,
    bob: Moderator, clock: Clock,
) -> None:  # fmt: skip
    lodge(rejected)

    with pytest.raises(ForbiddenError, match="own_decision"):
        close(moderator, rejected, Result.UPHELD)
    ctx.database.write(lambda connection: people.remove(connection, bob, clock()))
    close(moderator, rejected, Result.UPHELD)

    assert outcomes(ctx, rejected) == [Result.UPHELD]


def test_who_may_only_look_or_sees_other_sites_decides_nothing(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], close: Callable[..., object]
) -> None:
    lodge(rejected)
    viewer = Moderator("v", "Vera", "", Rights(Role.VIEWER))
    elsewhere = Moderator("e", "Eve", "", Rights(Role.ADMIN, frozenset({7})))

    with pytest.raises(ForbiddenError):
        close(viewer, rejected, Result.UPHELD)
    with pytest.raises(NotFoundError):
        close(elsewhere, rejected, Result.UPHELD)
    with ctx.database.read() as connection:
        assert appeals.list_open(connection, elsewhere) == ()


def test_who_saw_another_version_decides_nothing(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], close: Callable[..., object], bob: Moderator
) -> None:
    lodge(rejected)

    with pytest.raises(StaleError):
        close(bob, rejected, Result.REVERSED, version=2)

    assert outcomes(ctx, rejected) == [None]
    assert status(ctx, rejected) == "rejected"


def test_an_appeal_is_open_again_when_what_granted_it_is_undone(
    ctx: Context,
    rejected: str,
    lodge: Callable[..., Appeal],
    close: Callable[..., object],
    bob: Moderator,
    clock: Clock,
) -> None:
    lodge(rejected)
    close(bob, rejected, Result.REVERSED)
    clock.forward(minutes=1)

    ctx.database.write(lambda connection: review.undo(connection, bob, people.digest(rejected), clock()))

    assert outcomes(ctx, rejected) == [None]
    assert status(ctx, rejected) == "rejected"
    close(bob, rejected, Result.UPHELD, version=5)
    assert outcomes(ctx, rejected) == [Result.UPHELD]


def test_the_docket_says_what_was_decided_and_by_whom(
    ctx: Context, rejected: str, lodge: Callable[..., Appeal], moderator: Moderator, bob: Moderator
) -> None:
    lodge(rejected)

    with ctx.database.read() as connection:
        (own,), (other,) = (docket.look(connection, who) for who in (moderator, bob))

    assert (own.comment.id, own.appeal.body, own.decided_by) == (rejected, "لم أشتم أحدا.", "Ada")
    assert own.statement
    assert (own.statement.status, own.statement.reason) == ("rejected", "insult")
    assert (own.may_close, other.may_close) == (False, True)


def test_publishing_a_comment_in_the_queue_grants_its_appeal(
    ctx: Context,
    rejected: str,
    lodge: Callable[..., Appeal],
    close: Callable[..., object],
    ada: FlaskClient,
    bob: Moderator,
) -> None:
    lodge(rejected)

    decide(ada, rejected, 3, "approve")

    assert outcomes(ctx, rejected) == [Result.REVERSED]
    with pytest.raises(NotFoundError):
        close(bob, rejected, Result.UPHELD)
