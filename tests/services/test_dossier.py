"""What is kept about a person beside their comments is handed out, and goes with them or by age."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services import appeals, erase, ledger, privacy, retention
from moderation.services.erase import Person
from moderation.services.report import report
from moderation.store.reports import Report
from moderation.store.tables import appeals as appeal_table
from moderation.store.tables import comments, notes, reports
from tests.conftest import Clock
from tests.submissions import EMAIL
from tests.web.hands import publish

Post = Callable[..., TestResponse]


@pytest.fixture
def fatima(
    ctx: Context, site: Site, post: Post, ada: FlaskClient, night_shift: Callable[[], int], clock: Clock
) -> Person:
    """An author with a reported comment, a rejected one against which they appeal, and a note about them."""
    identifiers = [post(body=f"تعليق {n}").get_json()["id"] for n in range(2)]
    night_shift()
    publish(ada, identifiers[0])
    said = {"action": "reject", "items": [{"id": identifiers[1], "version": 2}], "reason": "insult"}
    ada.post("/v1/moderation/decisions", json=said)
    mark = ctx.fingerprints.author(site.id, EMAIL)
    note = {"site": site.id, "id": "n1", "fingerprint": mark, "comment": identifiers[0], "moderator": "m"}

    def work(connection: Any) -> None:
        report(connection, identifiers[0], Report("a", "hate", clock()))
        appeals.lodge(connection, identifiers[1], (3, "لم أشتم أحدا."), clock())
        connection.execute(sa.insert(notes), {**note, "body": "يكتب كل يوم", "at": clock()})

    ctx.database.write(work)
    return Person(site, mark)


def rows(ctx: Context, table: sa.Table) -> list[dict[str, Any]]:
    with ctx.database.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def test_all_of_it_is_handed_out(ctx: Context, fatima: Person, clock: Clock) -> None:
    (kept,) = privacy.export(ctx.database, [fatima], ctx.ring, clock())

    assert [one["text"] for one in kept["notes"]] == ["يكتب كل يوم"]
    assert [one["reason"] for comment in kept["comments"] for one in comment["reports"]] == ["hate"]
    assert [one["text"] for comment in kept["comments"] for one in comment["appeals"]] == ["لم أشتم أحدا."]
    ((_, presence),) = privacy.find(ctx.database, [fatima])
    assert presence.notes == 1


@pytest.mark.parametrize(("scope", "left"), [("author", [""]), ("comments", [])])
def test_it_goes_with_them(
    ctx: Context, fatima: Person, clock: Clock, tmp_path: Any, scope: str, left: list[str]
) -> None:
    erase.erase(ctx.database, Journal(tmp_path / "erasures.jsonl"), [fatima], scope, clock())

    assert rows(ctx, notes) == []
    assert [one["body"] for one in rows(ctx, appeal_table)] == left
    (kept,) = privacy.export(ctx.database, [fatima], ctx.ring, clock())
    assert (kept["notes"], kept["comments"]) == ([], [])


def forget(ctx: Context, clock: Clock, **time: float) -> None:
    clock.forward(**time)
    ledger.link_new(ctx.database, ctx.fingerprints.chain, clock())
    retention.forget(ctx.database, ctx.directory.every(-1), ctx.fingerprints.chain, clock())


def test_where_a_report_came_from_is_forgotten_with_networks(ctx: Context, fatima: Person, clock: Clock) -> None:
    forget(ctx, clock, days=31)
    forget(ctx, clock, days=31)

    (kept,) = rows(ctx, reports)
    assert kept["mark"].startswith("~")
    with ctx.database.read() as connection:
        assert 1 in connection.execute(sa.select(comments.c.reports)).scalars().all()


def test_an_answered_report_is_forgotten_whole(ctx: Context, fatima: Person, clock: Clock, ada: FlaskClient) -> None:
    (one,) = rows(ctx, reports)
    ada.post("/v1/moderation/decisions", json={"action": "approve", "items": [{"id": one["comment"], "version": 3}]})

    forget(ctx, clock, days=31)

    assert rows(ctx, reports) == []


def test_what_somebody_appeals_against_waits_for_the_answer(ctx: Context, fatima: Person, clock: Clock) -> None:
    forget(ctx, clock, days=60)
    (appeal,) = rows(ctx, appeal_table)
    ctx.database.write(lambda connection: connection.execute(sa.update(appeal_table).values(closed_at=clock())))
    forget(ctx, clock, days=1)

    assert appeal["body"]
    assert rows(ctx, appeal_table) == []


def test_notes_go_a_year_after_their_author_wrote_last(ctx: Context, fatima: Person, clock: Clock) -> None:
    forget(ctx, clock, days=364)
    assert len(rows(ctx, notes)) == 1

    forget(ctx, clock, days=2)

    assert rows(ctx, notes) == []
