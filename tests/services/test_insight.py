"""Figures of a period, from what readers sent and moderators decided."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.insight import Insight, Period
from moderation.domain.site import Site
from moderation.services import insight, retention
from moderation.services.insight import Asked
from moderation.services.tallies import Tallies
from tests.conftest import Clock

Post = Callable[..., TestResponse]
Shift = Callable[[], int]


@pytest.fixture
def look(ctx: Context, site: Site, clock: Clock) -> Callable[..., Insight]:
    """The figures of the last days, as a fresh process counts them."""

    def ask(days: int = 7, tallies: Tallies | None = None) -> Insight:
        today = clock().date()
        asked = Asked([site.id], Period(today - timedelta(days=days - 1), today), clock())
        with ctx.database.read() as connection:
            return insight.look(connection, asked, tallies or Tallies())

    return ask


@pytest.fixture
def held(post: Post, night_shift: Shift) -> Callable[..., str]:
    """Hands in a comment that waits for a person; its id."""

    def hand_in(number: int) -> str:
        identifier: str = post(body=f"تعليق رقم {number} على المقال", email=f"reader{number}@example.ma").get_json()[
            "id"
        ]
        night_shift()
        return identifier

    return hand_in


def decide(ada: FlaskClient, action: str, identifier: str, version: int = 2, reason: str = "") -> str:
    """Ada's word; what takes it back."""
    items = [{"id": identifier, "version": version}]
    answer = ada.post("/v1/moderation/decisions", json={"action": action, "items": items, "reason": reason}).get_json()
    undo: str = answer["undo"]
    return undo


def test_what_came_waits_and_was_decided_is_counted(
    look: Callable[..., Insight], held: Callable[..., str], ada: FlaskClient, clock: Clock
) -> None:
    first, second, _ = held(1), held(2), held(3)
    clock.forward(minutes=10)
    decide(ada, "approve", first)
    decide(ada, "reject", second, reason="insult")

    found = look()

    assert found.days[-1].counts == {"approved": 1, "rejected": 1, "pending": 1, "removed": 0}
    assert (found.queue.pending, found.queue.received) == (1, 0)
    assert found.queue.oldest == pytest.approx(600, abs=1)
    assert (found.machine, found.people) == ({"hold": 3}, {"approve": 1, "reject": 1})
    assert found.automatic == 0
    assert found.reasons == {"insult": 1}
    assert found.to_decision.number == 2
    assert found.to_decision.median == pytest.approx(622, abs=20)
    assert found.to_publication.number == 1
    assert (found.weeks[-1].held, found.weeks[-1].refused) == (2, 1)
    assert {use.code: (use.number, use.refused) for use in found.uses}["first_comment"] == (2, 1)


def test_what_was_taken_back_is_not_counted(
    look: Callable[..., Insight], held: Callable[..., str], ada: FlaskClient
) -> None:
    undo = decide(ada, "reject", held(1), reason="hate")
    ada.post("/v1/moderation/undo", json={"undo": undo})

    found = look()

    assert (found.people, found.reasons, found.to_decision.number, found.sampled) == ({}, {}, 0, 0)


def test_what_age_has_removed_is_still_counted_in_the_audit(
    ctx: Context, look: Callable[..., Insight], held: Callable[..., str], ada: FlaskClient, clock: Clock
) -> None:
    decide(ada, "reject", held(1), reason="insult")
    clock.forward(days=40)
    retention.forget(ctx.database, ctx.directory.every(-1), ctx.fingerprints.chain, clock())

    found = look(days=60)

    assert sum(day.counts["removed"] for day in found.days) == 1
    assert found.reasons == {"insult": 1}
    assert found.threads == ()


def test_days_that_are_over_are_counted_once_and_today_each_time(
    look: Callable[..., Insight], held: Callable[..., str], clock: Clock
) -> None:
    tallies = Tallies()
    held(1)
    clock.forward(days=2)
    before = look(tallies=tallies)
    held(2)

    after = look(tallies=tallies)

    assert (before.machine, after.machine) == ({"hold": 1}, {"hold": 2})
    assert after == look()


def test_a_persons_word_on_the_machines_shows_how_often_it_was_right(
    look: Callable[..., Insight], held: Callable[..., str], ada: FlaskClient
) -> None:
    """A first word that the machine was wrong is one; a second thought of the same person is none."""
    identifier = held(1)
    decide(ada, "approve", identifier)
    decide(ada, "reject", identifier, 3, "off_topic")

    (week,) = look(days=1).weeks

    assert (week.removed, week.held, week.refused) == (0, 1, 0)


def test_without_sites_there_is_nothing(ctx: Context, clock: Clock) -> None:
    asked = Asked([], Period(clock().date(), clock().date()), clock())

    with ctx.database.read() as connection:
        found = insight.look(connection, asked, Tallies())

    assert (len(found.days), len(found.weeks), found.automatic) == (1, 1, None)
