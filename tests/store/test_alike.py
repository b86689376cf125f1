"""Alike: what waits and says the same, or nearly, or links to the same place, on one site."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Moderator
from moderation.services import people, review
from moderation.store import alike, comments, sketches, tables
from tests.conftest import Clock

TEXT = "هذا المقال يتجاهل رأي سكان المدينة في مشروع الميناء الجديد وتكاليفه"
OTHER = "ما زال أهل الحي ينتظرون جواب البلدية عن ميزانية الحديقة العامة الجديدة"
Say = Callable[..., str]


@pytest.fixture
def say(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> Say:
    """Hands in a text by somebody who is new, and has it checked; its id."""
    number = iter(range(1_000))

    def hand_in(body: str, **changes: Any) -> str:
        identifier: str = post(body=body, email=f"r{next(number)}@example.ma", **changes).get_json()["id"]
        night_shift()
        return identifier

    return hand_in


def like(ctx: Context, identifier: str) -> set[str]:
    """What else waits and is like it."""
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        return set(alike.find_many(connection, [comment])[identifier])


def test_the_same_and_nearly_the_same_text_is_alike(ctx: Context, say: Say) -> None:
    first, same, near = say(TEXT), say(f"{TEXT}!!"), say(f"{TEXT} {TEXT}")  # near by every key
    say(OTHER)

    assert like(ctx, first) == {same, near}
    assert like(ctx, same) == {first, near}


def test_what_links_to_the_same_place_is_alike(ctx: Context, say: Say) -> None:
    one = say("انظروا https://harbour.example/a")
    other = say(f"{OTHER} http://www.harbour.example/b?c")
    say("voir https://elsewhere.example/")

    assert like(ctx, one) == {other}


def test_a_long_text_that_was_said_ten_days_ago_is_alike_if_it_is_the_same(
    ctx: Context, say: Say, clock: Clock
) -> None:
    first = say(TEXT)
    clock.forward(days=10)
    ctx.database.write(lambda connection: sketches.forget(connection, 1, clock(), 500))

    assert like(ctx, say(TEXT)) == {first}


def test_short_texts_that_many_people_honestly_say_are_not_alike(ctx: Context, say: Say) -> None:
    first = say("شكرا لكم")
    say("شكرا لكم")

    assert like(ctx, first) == set()


def test_what_was_decided_does_not_wait_but_still_says_what_is_like_it(
    ctx: Context, say: Say, moderator: Moderator
) -> None:
    first, second, third = say(TEXT), say(TEXT), say(TEXT)
    said = Decision(Action.REJECT, ((second, 2),), "off_topic")
    ctx.database.write(lambda c: review.decide(c, moderator, said, people.digest("x"), ctx.clock()))

    assert like(ctx, first) == {third}
    assert like(ctx, second) == {first, third}


def test_a_comment_that_is_not_there_is_like_nothing(ctx: Context, say: Say) -> None:
    with ctx.database.read() as connection:
        assert alike.find(connection, "nonsense") == frozenset()
        assert alike.find(connection, "1-00000000000000000000000000") == {"1-00000000000000000000000000"}
        assert alike.find_many(connection, []) == {}


def test_of_a_flood_the_newest_count(ctx: Context, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    first = say(TEXT)
    flood = [say(TEXT) for _ in range(4)]
    monkeypatch.setattr(alike, "MOST", 2)

    assert like(ctx, first) == set(flood[-2:])


def test_another_site_is_another_matter(ctx: Context, say: Say, add_site: Callable[..., Any]) -> None:
    first, elsewhere = say(TEXT), say(TEXT)
    other = add_site("other").id
    page = {"site": other, "id": 1, "url": "u", "title": "", "created_at": ctx.clock()}
    moved = "2" + elsewhere.removeprefix("1")

    def move(connection: sa.Connection) -> None:
        connection.execute(sa.insert(tables.threads), page)
        row = dict(
            connection.execute(sa.select(tables.comments).where(tables.comments.c.id == elsewhere)).mappings().one()
        )
        connection.execute(sa.delete(tables.comments).where(tables.comments.c.id == elsewhere))
        connection.execute(sa.insert(tables.comments), {**row, "site": other, "thread": 1, "id": moved})

    ctx.database.write(move)

    assert like(ctx, first) == set()
