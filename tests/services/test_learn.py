"""Learning from decisions: at once, exactly once, taken back with them, and never judged by what it has seen."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Moderator
from moderation.domain.policy import Verdict
from moderation.domain.site import Site
from moderation.domain.text import read
from moderation.services import people, review
from moderation.services.learn import School, answers
from moderation.store import comments, lessons, models, verdicts
from tests.conftest import Clock

Post = Callable[..., TestResponse]
SPAM = "Bidule gratuit, cliquez ici, gagnez un bidule numéro {}"
HAM = "La réforme des retraites me paraît juste, article {}"


@pytest.fixture
def school(ctx: Context) -> School:
    """Where models are fitted."""
    return School(ctx.database, ctx.base())


@pytest.fixture
def taught(ctx: Context, post: Post, night_shift: Callable[[], int], moderator: Moderator) -> Callable[..., list[str]]:
    """Hands in texts and decides on them: ``taught("spam", "text", ...)``; their ids."""

    def teach(action: str, *bodies: str, reason: str = "", batch: str = "b") -> list[str]:
        identifiers = [
            post(body=body, email=f"a{number}{action}@example.ma").get_json()["id"]
            for number, body in enumerate(bodies)
        ]
        night_shift()
        with ctx.database.read() as connection:
            found = comments.find_many(connection, identifiers)
        decision = Decision(Action(action), tuple((one, found[one].version) for one in identifiers), reason)
        ctx.database.write(lambda c: review.decide(c, moderator, decision, people.digest(batch), ctx.clock()))
        return identifiers

    return teach


def remembered(ctx: Context, site: Site) -> list[tuple[bool | None, bool | None]]:
    """What the lessons say, oldest first."""
    with ctx.database.read() as connection:
        return [(one.spam, one.offensive) for one in lessons.list_newest(connection, site.id)]


def spam_odds(ctx: Context, site: Site, body: str) -> float:
    """What the model thinks of a text now."""
    with ctx.database.read() as connection:
        known = ctx.estimator.know(connection, site.id)
    return ctx.estimator.estimate(known, [read(body)])[0].spam.odds


@pytest.mark.parametrize(
    ("after", "reason", "said"),
    [
        (Status.APPROVED, "", (False, False)), (Status.SPAM, "", (True, None)), (Status.REJECTED, "insult", (False, True)),
        (Status.REJECTED, "advertising", (True, None)), (Status.REJECTED, "off_topic", (None, None)), (Status.PENDING, "", (None, None)),
    ],
)  # fmt: skip
def test_a_decision_teaches_what_it_says(after: Status, reason: str, said: tuple[bool | None, bool | None]) -> None:
    assert answers(after, reason) == said


def test_the_next_comment_is_judged_by_what_was_just_decided(ctx: Context, site: Site, taught: Any) -> None:
    before = spam_odds(ctx, site, SPAM.format(9))

    taught("spam", *(SPAM.format(number) for number in range(3)))

    assert remembered(ctx, site) == [(True, None)] * 3
    assert spam_odds(ctx, site, SPAM.format(9)) > before + 1


def test_what_is_undone_was_never_learnt(ctx: Context, site: Site, moderator: Moderator, taught: Any) -> None:
    before = spam_odds(ctx, site, SPAM.format(9))
    taught("spam", SPAM.format(1), batch="spam")

    ctx.database.write(lambda c: review.undo(c, moderator, people.digest("spam"), ctx.clock()))

    assert remembered(ctx, site) == []
    assert spam_odds(ctx, site, SPAM.format(9)) == pytest.approx(before)


def test_a_changed_mind_replaces_the_lesson_and_undoing_it_brings_the_first_back(
    ctx: Context, site: Site, moderator: Moderator, taught: Any
) -> None:
    (identifier,) = taught("spam", SPAM.format(1))
    change = Decision(Action.APPROVE, ((identifier, 3),))
    ctx.database.write(lambda c: review.decide(c, moderator, change, people.digest("second"), ctx.clock()))
    assert remembered(ctx, site) == [(False, False)]

    ctx.database.write(lambda c: review.undo(c, moderator, people.digest("second"), ctx.clock()))

    assert remembered(ctx, site) == [(True, None)]


def test_a_comment_that_was_decided_twice_counts_once_towards_a_warm_model(
    ctx: Context, site: Site, clock: Clock, moderator: Moderator, school: School, taught: Any
) -> None:
    spam = taught("spam", *(SPAM.format(number) for number in range(5)))
    taught("approve", *(HAM.format(number) for number in range(3)))
    school.learn(clock())
    change = Decision(Action.APPROVE, ((spam[0], 3),))
    ctx.database.write(lambda c: review.decide(c, moderator, change, people.digest("second"), ctx.clock()))

    with ctx.database.read() as connection:
        counts = ctx.estimator.know(connection, site.id).head.counts

    assert counts == {"spam": 4, "ham": 4, "offensive": 0, "clean": 4}


def test_a_model_is_fitted_when_there_is_enough_and_again_only_when_there_is_more(
    ctx: Context, site: Site, clock: Clock, school: School, taught: Any
) -> None:
    taught("spam", *(SPAM.format(number) for number in range(4)))
    assert school.learn(clock()) == 0

    taught("approve", *(HAM.format(number) for number in range(4)))
    assert [school.learn(clock()), school.learn(clock())] == [1, 0]

    with ctx.database.read() as connection:
        (version,) = models.list_all(connection, site.id)
    assert (version.version, version.lessons, version.base) == (1, 8, ctx.base().digest)
    assert spam_odds(ctx, site, SPAM.format(9)) > 0 > spam_odds(ctx, site, HAM.format(9))


def test_a_few_lessons_are_enough_after_a_quiet_minute(clock: Clock, school: School, taught: Any) -> None:
    taught("spam", SPAM.format(1))
    assert school.learn(clock()) == 0

    clock.forward(seconds=61)

    assert school.learn(clock()) == 1


def test_a_model_outlives_its_comments(ctx: Context, site: Site, clock: Clock, school: School, taught: Any) -> None:
    identifiers = taught("spam", *(SPAM.format(number) for number in range(6)))
    school.learn(clock())
    with ctx.database.read() as connection:
        assert all(one.features for one in lessons.list_newest(connection, site.id))

    ctx.database.write(lambda c: lessons.forget(c, site.id, identifiers))

    assert remembered(ctx, site) == []
    assert spam_odds(ctx, site, SPAM.format(9)) > 0


def test_going_back_lets_the_one_before_judge(
    ctx: Context, site: Site, clock: Clock, school: School, taught: Any
) -> None:
    before = spam_odds(ctx, site, SPAM.format(9))
    taught("spam", *(SPAM.format(number) for number in range(6)))
    school.learn(clock())

    ctx.database.write(lambda c: models.retire(c, site.id, 1, clock()))

    with ctx.database.read() as connection:
        assert models.live(connection, site.id, ctx.base().digest) == 0
    assert spam_odds(ctx, site, SPAM.format(9)) == pytest.approx(before, abs=1e-6)


def test_one_site_learns_nothing_of_another(ctx: Context, add_site: Callable[..., Site], taught: Any) -> None:
    other = add_site("other")
    before = spam_odds(ctx, other, SPAM.format(9))

    taught("spam", *(SPAM.format(number) for number in range(3)))

    assert spam_odds(ctx, other, SPAM.format(9)) == before


def test_a_cold_model_only_holds_and_says_which_it_was(
    ctx: Context, post: Post, night_shift: Callable[[], int]
) -> None:
    identifier = post(
        body="Subscribe to my channel!!! FREE money, check out my new video http://spam.example"
    ).get_json()["id"]
    night_shift()

    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        judgement = verdicts.find_many(connection, [comment])[identifier]
    found = next(signal for signal in judgement.signals if signal.reason.code == "looks_like_spam")
    assert judgement.verdict is Verdict.HOLD
    assert found.advises
    assert found.spans
    assert judgement.model == f"{ctx.base().digest}/0"
    assert judgement.offensive is not None
