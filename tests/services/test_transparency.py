"""The report that anybody may read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.insight import Period
from moderation.domain.site import Site
from moderation.domain.transparency import Transparency
from moderation.services import retention, transparency
from moderation.services.insight import Asked
from moderation.services.tallies import Tallies
from moderation.store import sites
from moderation.store.tables import appeals, looks, reports
from tests.conftest import Clock

Post = Callable[..., TestResponse]
Shift = Callable[[], int]


@pytest.fixture
def report(ctx: Context, site: Site, clock: Clock) -> Callable[..., Transparency]:
    """The report on the last days."""

    def ask(days: int = 7) -> Transparency:
        today = clock().date()
        with ctx.database.read() as connection:
            asked = Asked([site.id], Period(today - timedelta(days=days - 1), today), clock())
            return transparency.report(connection, asked, Tallies())

    return ask


@pytest.fixture
def reject(post: Post, night_shift: Shift, ada: FlaskClient) -> Callable[..., str]:
    """Hands in a comment and rejects it; its id."""

    def hand_in(body: str, reason: str = "insult", action: str = "reject", **more: Any) -> str:
        identifier: str = post(body=body, **more).get_json()["id"]
        night_shift()
        items = [{"id": identifier, "version": 2}]
        ada.post("/v1/moderation/decisions", json={"action": action, "items": items, "reason": reason})
        return identifier

    return hand_in


def insert(ctx: Context, table: Any, site: Site, comment: str, **values: Any) -> None:
    """A row of something that readers or colleagues leave."""
    ctx.database.write(
        lambda connection: connection.execute(sa.insert(table), {"site": site.id, "comment": comment, **values})
    )


def test_restrictions_are_counted_by_kind_ground_and_how_they_were_found(
    ctx: Context, report: Callable[..., Transparency], reject: Callable[..., str]
) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"words": ["كذاب"]}))
    ctx.directory.every(age=-1)
    reject("هذا كذاب كبير جدا")
    reject("تعليق لا علاقة له بالموضوع", "off_topic", email="other@example.ma")

    found = report()

    assert found.submitted == 2
    assert found.restrictions == {"not_published": 2}
    assert found.reasons == {"insult": 1, "off_topic": 1}
    assert found.detections == {"rule": 1, "person": 1}
    assert (found.by_machine, found.time_to_act.number) == (0, 2)
    assert (found.automation.held, found.automation.decided, found.automation.spam_error) == (2, 0, None)


def test_a_notice_before_the_decision_is_what_brought_it_about(
    ctx: Context, site: Site, report: Callable[..., Transparency], reject: Callable[..., str], clock: Clock
) -> None:
    identifier = reject("تعليق أزعج قارئا")
    other = reject("تعليق آخر لم يزعج أحدا", action="approve", reason="", email="b@example.ma")
    early, late = clock() - timedelta(minutes=1), clock() + timedelta(hours=2)
    insert(ctx, reports, site, identifier, mark="a", reason="insult", at=early, closed_at=late)
    insert(ctx, reports, site, other, mark="b", reason="hate", at=early, closed_at=late)
    insert(ctx, reports, site, other, mark="c", reason="hate", at=early, closed_at=None)

    found = report()

    assert found.detections == {"notice": 1}
    assert found.reports == {"insult": 1, "hate": 2}
    assert found.outcomes == {"refused": 1, "kept": 1, "open": 1}
    assert found.time_to_answer.number == 2
    assert found.time_to_answer.median == pytest.approx(7260)


def test_appeals_and_second_looks_are_counted(
    ctx: Context, site: Site, report: Callable[..., Transparency], reject: Callable[..., str], clock: Clock
) -> None:
    one, two = reject("التعليق الأول هنا"), reject("التعليق الثاني هنا", email="b@example.ma")
    at = clock()
    insert(ctx, appeals, site, one, version=3, decided_by="", body="لماذا؟", at=at, outcome="reversed", closed_at=at)
    insert(ctx, appeals, site, two, version=3, decided_by="", body="لماذا؟", at=at)
    seen = {
        "first_by": "machine",
        "first_reason": "",
        "asked_at": at,
        "second_by": "x",
        "second_reason": "",
        "looked_at": at,
    }
    insert(ctx, looks, site, one, first="spam", second="spam", **seen)
    insert(ctx, looks, site, two, first="spam", second="approved", **seen)

    found = report()

    assert found.appeals == {"reversed": 1, "open": 1}
    assert (found.automation.looked, found.automation.disagreed) == (2, 1)


def test_what_age_has_removed_still_counts_but_nobody_knows_how_it_was_found(
    ctx: Context, report: Callable[..., Transparency], reject: Callable[..., str], clock: Clock
) -> None:
    reject("تعليق قديم مرفوض")
    clock.forward(days=40)
    retention.forget(ctx.database, ctx.directory.every(-1), ctx.fingerprints.chain, clock())

    found = report(days=60)

    assert (found.restrictions, found.detections, found.reasons) == (
        {"not_published": 1},
        {"unknown": 1},
        {"insult": 1},
    )


def test_a_quiet_period_has_a_report_too(report: Callable[..., Transparency]) -> None:
    found = report()

    assert (found.submitted, dict(found.restrictions), found.time_to_act.median) == (0, {}, None)
