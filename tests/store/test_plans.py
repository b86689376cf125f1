"""What is asked often finds its index: nothing that grows with the store is read from end to end."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Thread
from moderation.domain.insight import Period
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.domain.text import Trace
from moderation.store import (
    alike,
    appeals,
    claims,
    echoes,
    evidence,
    insight,
    listing,
    looks,
    notes,
    outbox,
    precedents,
    pulse,
    receipts,
    record,
    referrals,
    restrictions,
    scored,
    searches,
    sketches,
    tables,
    waiting,
)
from moderation.store.engine import Connection
from moderation.store.filters import Filter
from moderation.store.listing import Page
from tests.builders import a_comment
from tests.conftest import Clock
from tests.store.asked import asked

ADA = Moderator("a", "Ada", "", Rights(Role.MODERATOR, frozenset({1})))
PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30))
OFFER = "هذا المقال يتجاهل رأي سكان المدينة في مشروع الميناء الجديد وتكاليفه"
Ask = Callable[[Connection], object]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite: it says its plan before there are rows."""
    return sqlite_url


@pytest.fixture
def plan(ctx: Context, site: Site) -> Callable[[Ask], list[str]]:
    """The steps SQLite takes to answer."""

    def explain(ask: Ask) -> list[str]:
        with ctx.database.read() as connection:
            with asked(connection) as statements:
                ask(connection)
            driver = connection.connection.driver_connection
            assert driver
            return [row[3] for text in statements for row in driver.execute(f"EXPLAIN QUERY PLAN {text}")]

    return explain


def test_the_public_list_reads_its_thread_alone(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(lambda connection: listing.list_public(connection, Thread(1, 2, ""), Page()))

    assert "SEARCH comments USING INDEX ix_comments_public (site=? AND thread=? AND status=?)" in steps
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [(Filter(sites=[1]), "ix_comments_queue (site=? AND status=?)"), (Filter(), "ix_comments_status (status=?)")],
)
def test_the_queue_reads_its_status_in_order(plan: Callable[[Ask], list[str]], wanted: Filter, index: str) -> None:
    steps = plan(lambda connection: listing.list_queue(connection, wanted, Page()))

    assert f"SEARCH comments USING INDEX {index}" in steps
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


def test_claiming_reads_what_waits(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    steps = plan(lambda connection: waiting.claim(connection, "token", clock(), 50))

    assert [step for step in steps if step.startswith("SEARCH comments USING INDEX ix_comments_leased")]
    assert "SEARCH comments USING INDEX ix_comments_status (status=?)" in steps
    assert not [step for step in steps if step.startswith("SCAN comments")]


def test_the_oldest_is_found_at_once(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    steps = plan(lambda connection: (waiting.oldest(connection, clock()), waiting.oldest_received(connection)))

    assert all("ix_comments_status (status=?)" in step for step in steps)


def test_counting_reads_indexes_alone(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(lambda connection: listing.count_by_status(connection, [1]))

    assert not [step for step in steps if "SCAN" in step]


def test_sweeping_reads_what_has_expired(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    steps = plan(lambda connection: receipts.sweep(connection, clock()))

    assert [step for step in steps if "ix_receipts_expires_at" in step]
    assert not [step for step in steps if step.startswith("SCAN receipts")]


def test_what_is_due_is_found_at_once(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    steps = plan(lambda connection: outbox.claim(connection, "mail", "token", clock()))

    assert "SEARCH outbox USING INDEX ix_outbox_due (channel=? AND due_at<?)" in steps
    assert not [step for step in steps if step.startswith("SCAN outbox") or "TEMP B-TREE" in step]


def test_dead_letters_are_found_at_once(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(lambda connection: outbox.list_dead(connection, 100))

    assert steps == ["SEARCH outbox USING INDEX ix_outbox_dead (dead_at>?)"]


def test_echoes_are_found_by_their_bands_and_the_newest_first(
    plan: Callable[[Ask], list[str]], ctx: Context, post: Callable[..., TestResponse], night_shift: Callable[[], int]
) -> None:
    post(body="one two three four five six seven eight nine http://casino.example/")
    night_shift()
    with ctx.database.read() as connection:
        near = (
            connection.execute(sa.select(tables.sketches.c.sketch).order_by(tables.sketches.c.band)).scalars().first()
        )
    comment, heard = a_comment(), Trace(near, {"casino.example": 7})
    steps = plan(lambda connection: echoes.hear(connection, [comment], {comment.id: heard}, {comment.id: ""}))

    assert "SEARCH newer USING COVERING INDEX ix_sketches_band (band=? AND at>?)" in steps
    assert "SEARCH sketches USING INDEX ix_sketches_band (band=? AND at>?)" in steps
    assert [step for step in steps if step.startswith("SEARCH comments USING INDEX sqlite_autoindex_comments_1")]
    assert {step for step in steps if "SCAN" in step} == {"SCAN given VIRTUAL TABLE INDEX 1:"}
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_old_sketches_are_found_by_their_ids(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    steps = plan(lambda connection: sketches.forget(connection, 1, clock(), 500))

    assert [step for step in steps if "sketches USING INDEX sqlite_autoindex_sketches_1 (site=? AND comment<?)" in step]
    assert not [step for step in steps if step.startswith("SCAN sketches") or "TEMP B-TREE FOR" in step]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: insight.count_by_day(c, [1], PERIOD), "comments USING COVERING INDEX ix_comments_queue (site=? AND status=? AND submitted_at>? AND submitted_at<?)"),
        (lambda c: insight.count_waiting(c, [1]), "comments USING COVERING INDEX ix_comments_queue (site=? AND status=?)"),
        (lambda c: insight.oldest_pending(c, [1]), "comments USING COVERING INDEX ix_comments_queue (site=? AND status=?)"),
        (lambda c: insight.list_to_publication(c, [1], PERIOD, 9), "comments USING INDEX ix_comments_queue (site=? AND status=? AND submitted_at>? AND submitted_at<?)"),
        (lambda c: insight.list_decided(c, [1], PERIOD, 9), "decisions USING INDEX ix_decisions_decided (site=? AND decided_at>? AND decided_at<?)"),
        (lambda c: record.count(c, [1], PERIOD), "audit USING INDEX sqlite_autoindex_audit_1 (site=? AND id>? AND id<?)"),
        (lambda c: record.list_first(c, [1], PERIOD, 9), "audit USING INDEX sqlite_autoindex_audit_1 (site=? AND id>? AND id<?)"),
        (lambda c: list(restrictions.walk(c, [1], PERIOD)), "audit USING INDEX sqlite_autoindex_audit_1 (site=? AND id>? AND id<?)"),
    ],
)  # fmt: skip
def test_figures_read_their_days_alone(plan: Callable[[Ask], list[str]], ask: Ask, index: str) -> None:
    steps = plan(ask)

    assert f"SEARCH {index}" in steps
    assert not [
        step for step in steps if step.startswith(("SCAN comments", "SCAN audit", "SCAN decisions", "SCAN verdicts"))
    ]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c, span: looks.list_decided(c, 1, span, 9), "decisions USING INDEX ix_decisions_decided (site=? AND decided_at>? AND decided_at<?)"),
        (lambda c, span: looks.list_judged(c, 1, span, 9), "comments USING INDEX ix_comments_queue (site=? AND status=? AND submitted_at>? AND submitted_at<?)"),
        (lambda c, _: looks.list_open(c, ADA, 1), "looks USING INDEX ix_looks_open (site=?)"),
        (lambda c, _: looks.count_open(c, ADA), "looks USING INDEX ix_looks_open (site=?)"),
        (lambda c, _: scored.list_newest(c, 1, 9), "decisions USING INDEX ix_decisions_decided (site=?)"),
        (lambda c, _: appeals.count_open(c, [1]), "appeals USING INDEX ix_appeals_open (site=?)"),
    ],
)  # fmt: skip
def test_second_looks_and_appeals_read_what_is_open_alone(
    plan: Callable[[Ask], list[str]], clock: Clock, ask: Callable[..., object], index: str
) -> None:
    steps = plan(lambda connection: ask(connection, (clock(), clock())))

    assert f"SEARCH {index}" in steps
    assert not [step for step in steps if step.startswith("SCAN") and "anon_" not in step]  # a subquery is read whole


def test_hot_pages_are_found_in_their_period(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(lambda connection: insight.list_hot(connection, [1], PERIOD, 10))

    assert [
        step for step in steps if step.startswith("SEARCH comments") and "submitted_at>? AND submitted_at<?" in step
    ]
    assert not [step for step in steps if step.startswith("SCAN comments")]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c, at: pulse.count_since(c, Filter(sites=[1]), at), "comments USING COVERING INDEX ix_comments_queue (site=? AND status=? AND submitted_at>?)"),
        (lambda c, at: claims.holders(c, [a_comment()], at), "claims USING INDEX sqlite_autoindex_claims_1 (site=? AND comment=?)"),
        (lambda c, _: referrals.find_many(c, [a_comment()]), "referrals USING INDEX sqlite_autoindex_referrals_1 (site=? AND comment=?)"),
        (lambda c, _: searches.list_of(c, "x"), "searches USING INDEX sqlite_autoindex_searches_1 (moderator=?)"),
        (lambda c, _: evidence.histories(c, 1, ["f1"]), "comments USING COVERING INDEX ix_comments_author (site=? AND fingerprint=?)"),
        (lambda c, at: evidence.histories(c, 1, ["f1"], at), "comments USING INDEX ix_comments_author (site=? AND fingerprint=?)"),
    ],
)  # fmt: skip
def test_what_the_desk_asks_for_each_comment_finds_its_index(
    plan: Callable[[Ask], list[str]], clock: Clock, ask: Callable[[Connection, object], object], index: str
) -> None:
    steps = plan(lambda connection: ask(connection, clock()))

    assert f"SEARCH {index}" in steps
    assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN anon_1"]  # a hundred at most


def test_notes_and_precedents_are_found_without_reading_all(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(
        lambda connection: (notes.find_many(connection, [a_comment()]), precedents.find_many(connection, [a_comment()]))
    )

    assert not [step for step in steps if step.startswith("SCAN")]


def test_what_is_alike_is_found_by_its_text_and_its_bands(
    plan: Callable[[Ask], list[str]], ctx: Context, post: Callable[..., TestResponse], night_shift: Callable[[], int]
) -> None:
    identifier = post(body=f"{OFFER} https://harbour.example/").get_json()["id"]
    night_shift()

    steps = plan(lambda connection: alike.find(connection, identifier))

    assert [step for step in steps if "ix_comments_text (site=? AND text_digest=? AND status=?)" in step]
    assert "SEARCH newer USING COVERING INDEX ix_sketches_band (band=?)" in steps
    assert "SEARCH sketches USING INDEX ix_sketches_band (band=? AND at>?)" in steps
    assert [step for step in steps if step.startswith("SEARCH comments USING INDEX sqlite_autoindex_comments_1")]
    assert not [step for step in steps if step.startswith(("SCAN comments", "SCAN sketches"))]


@pytest.mark.parametrize("number", [1, 500])
def test_the_queue_of_what_is_alike_reads_those_alone(plan: Callable[[Ask], list[str]], number: int) -> None:
    wanted = Filter(sites=[1], like="x", among=[f"1-{place:026}" for place in range(number)])

    steps = plan(lambda connection: listing.list_queue(connection, wanted, Page()))

    assert "SEARCH comments USING INDEX sqlite_autoindex_comments_1 (site=? AND id=?)" in steps
    assert not [step for step in steps if step.startswith("SCAN")]


def test_the_queue_below_a_risk_reads_in_order_and_finds_each_verdict(plan: Callable[[Ask], list[str]]) -> None:
    steps = plan(lambda connection: listing.list_queue(connection, Filter(sites=[1], risk=0.2), Page()))

    assert "SEARCH comments USING INDEX ix_comments_queue (site=? AND status=?)" in steps
    assert "SEARCH verdicts USING INDEX sqlite_autoindex_verdicts_1 (site=? AND comment=? AND revision=?)" in steps
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


def test_whoever_starts_reads_what_waits_in_order(plan: Callable[[Ask], list[str]], clock: Clock) -> None:
    free = Filter(sites=[1], free_for=("x", clock()))
    steps = plan(lambda connection: listing.list_queue(connection, free, Page(limit=1)))

    assert "SEARCH comments USING INDEX ix_comments_queue (site=? AND status=?)" in steps
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]
