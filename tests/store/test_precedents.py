"""Precedents: what people decided on the same text, or nearly the same."""

from collections import Counter
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Moderator
from moderation.services import people, review
from moderation.store import comments, precedents, pulse
from moderation.store.filters import Filter

TEXT = "هذا المقال يتجاهل رأي سكان المدينة في مشروع الميناء الجديد وتكاليفه"


@pytest.fixture
def said(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> Callable[[str, str], str]:
    """Hands in a text by somebody, and has it checked; its id."""

    def hand_in(body: str, who: str) -> str:
        identifier: str = post(body=body, email=f"{who}@example.ma").get_json()["id"]
        night_shift()
        return identifier

    return hand_in


def found(ctx: Context, identifier: str) -> Counter[tuple[str, str]]:
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        return precedents.find_many(connection, [comment])[identifier]


def reject(ctx: Context, moderator: Moderator, identifier: str) -> None:
    said = Decision(Action.REJECT, ((identifier, 2),), "off_topic")
    ctx.database.write(lambda c: review.decide(c, moderator, said, people.digest(identifier), ctx.clock()))


def test_the_same_and_nearly_the_same_text_was_decided_before(
    ctx: Context, moderator: Moderator, said: Callable[[str, str], str]
) -> None:
    same, near, other = said(TEXT, "a"), said(f"{TEXT}!!", "b"), said("تعليق عن شيء آخر تماما", "c")
    for one in (same, near, other):
        reject(ctx, moderator, one)

    assert found(ctx, said(TEXT, "d")) == {("rejected", "off_topic"): 2}


def test_what_was_taken_back_is_no_precedent_and_nothing_is_ones_own(
    ctx: Context, moderator: Moderator, said: Callable[[str, str], str]
) -> None:
    first = said(TEXT, "a")
    reject(ctx, moderator, first)
    assert found(ctx, first) == {}

    second = said(TEXT, "b")
    ctx.database.write(lambda c: review.undo(c, moderator, people.digest(first), ctx.clock()))
    assert found(ctx, second) == {}


def test_nothing_is_asked_of_nothing(ctx: Context) -> None:
    with ctx.database.read() as connection:
        assert precedents.find_many(connection, []) == {}


def test_what_has_come_since_is_counted_after_the_moment_alone(ctx: Context, said: Callable[[str, str], str]) -> None:
    said(TEXT, "a")
    since = ctx.clock()
    said("تعليق جديد", "b")

    with ctx.database.read() as connection:
        assert pulse.count_since(connection, Filter(), since) == 1
        assert pulse.count_since(connection, Filter(sites=[99]), since) == 0
        assert pulse.list_claims(connection, None, since) == {}
