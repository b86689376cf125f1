"""Changing and withdrawing: a new revision is judged by itself, and nobody who is at the old one can get in between."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import ForbiddenError, NotFoundError
from moderation.domain.site import Site
from moderation.services import learn, own
from moderation.services.screen import drain
from moderation.store import audit, comments, threads, verdicts, waiting
from moderation.store.tables import lessons, sketches
from moderation.store.tables import verdicts as verdict_table
from tests.conftest import Clock, status
from tests.submissions import THREAD
from tests.web.hands import publish

Post = Callable[..., TestResponse]
OTHER = "نص آخر طويل بما يكفي لمقارنته بغيره، وفيه كلام جديد عن الميناء والقوارب."


@pytest.fixture
def edit(ctx: Context, site: Site, clock: Clock) -> Callable[..., Comment]:
    """Changes a comment's text."""

    def change(identifier: str, body: str = OTHER) -> Comment:
        return ctx.database.write(lambda connection: own.edit(connection, site, (identifier, body), clock()))

    return change


def stored(ctx: Context, identifier: str) -> Comment:
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    return comment


def count(ctx: Context, table: sa.Table, identifier: str) -> int:
    """Rows about a comment."""
    statement = sa.select(sa.func.count()).select_from(table).where(table.c.comment == identifier)
    with ctx.database.read() as connection:
        return int(connection.execute(statement).scalar_one())


def test_a_published_comment_that_is_changed_is_not_public_until_its_verdict(
    ctx: Context,
    post: Post,
    ada: FlaskClient,
    night_shift: Callable[[], int],
    edit: Callable[..., Comment],
    clock: Clock,
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    publish(ada, identifier)
    before = stored(ctx, identifier)

    changed = edit(identifier)

    assert (changed.status, changed.version, changed.revision) == (Status.RECEIVED, before.version + 1, 2)
    assert (changed.body, changed.body_html, changed.language) == (OTHER, "", "und")
    assert changed.edited_at == clock()
    assert changed.thread.approved == 0
    assert changed.thread.version > before.thread.version
    with ctx.database.read() as connection:
        line = audit.list_of(connection, changed.site, identifier)[-1]
    assert (line.who, line.action, line.before, line.after) == ("author", "edit", Status.APPROVED, Status.RECEIVED)
    night_shift()
    assert status(ctx, identifier) == "pending"  # nothing by this author is published now: a person looks
    assert count(ctx, verdict_table, identifier) == 2


def test_the_same_text_is_no_change_whenever_it_comes(
    ctx: Context, post: Post, edit: Callable[..., Comment], clock: Clock
) -> None:
    identifier = post().get_json()["id"]
    edit(identifier)
    clock.forward(days=2)

    again = edit(identifier)

    assert (again.version, again.revision) == (2, 2)


def test_what_is_too_late_changes_nothing(ctx: Context, post: Post, edit: Callable[..., Comment], clock: Clock) -> None:
    identifier = post().get_json()["id"]
    clock.forward(minutes=14, seconds=59)
    edit(identifier)
    clock.forward(seconds=1)

    with pytest.raises(ForbiddenError, match="late"):
        edit(identifier, "ثالث")

    assert stored(ctx, identifier).body == OTHER


def test_a_site_may_want_no_changes_at_all(ctx: Context, post: Post, edit: Callable[..., Comment], site: Site) -> None:
    identifier = post().get_json()["id"]

    with pytest.raises(ForbiddenError, match="late"):
        ctx.database.write(
            lambda connection: own.edit(connection, replace(site, edit_minutes=0), (identifier, "x"), ctx.clock())
        )


@pytest.mark.parametrize("action", ["reject", "spam", "hold"])
def test_what_a_person_has_decided_against_cannot_be_changed_past_them(
    post: Post, ada: FlaskClient, night_shift: Callable[[], int], edit: Callable[..., Comment], action: str
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    said = {"action": action, "items": [{"id": identifier, "version": 2}], "reason": "insult"}
    assert ada.post("/v1/moderation/decisions", json=said).status_code == 200

    with pytest.raises(ForbiddenError, match="decided"):
        edit(identifier)


def test_a_worker_that_holds_the_old_text_does_not_judge_the_new_one(
    ctx: Context, post: Post, edit: Callable[..., Comment]
) -> None:
    """Its author changes it between claim and verdict: the verdict on the old text is lost, the new one gets its own."""
    identifier = post().get_json()["id"]
    seen: list[str] = []

    def slow(body: str) -> str:
        seen.append(body)
        if len(seen) == 1:
            edit(identifier)
        return ctx.desk.render(body)

    drain(replace(ctx.desk, render=slow))
    held = stored(ctx, identifier)
    drain(replace(ctx.desk, render=slow))

    assert (held.status, held.revision, held.body_html) == (Status.RECEIVED, 2, "")
    after = stored(ctx, identifier)
    assert (after.status, after.body_html) == (Status.PENDING, f"<p>{OTHER}</p>")
    assert seen[-1] == OTHER
    with ctx.database.read() as connection:
        assert list(verdicts.find_many(connection, [after])) == [identifier]
    assert count(ctx, verdict_table, identifier) == 1


def test_a_moderator_who_saw_the_old_text_is_told(
    post: Post, ada: FlaskClient, night_shift: Callable[[], int], edit: Callable[..., Comment]
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    edit(identifier)
    night_shift()

    said = {"action": "approve", "items": [{"id": identifier, "version": 2}]}
    answer = ada.post("/v1/moderation/decisions", json=said)

    assert answer.status_code == 409
    assert answer.get_json()["current"]["version"] == 4


def test_what_waits_again_has_waited_since_it_was_changed(
    ctx: Context, post: Post, night_shift: Callable[[], int], edit: Callable[..., Comment], clock: Clock
) -> None:
    """Else an hour's window would look like an hour without workers."""
    identifiers = [post(body=f"تعليق {n}", email=f"r{n}@example.ma").get_json()["id"] for n in range(2)]
    night_shift()
    clock.forward(minutes=5)
    edit(identifiers[1])
    changed_at = clock()
    clock.forward(minutes=1)
    post(body="ثالث", email="r3@example.ma")

    with ctx.database.read() as connection:
        assert waiting.oldest(connection, clock()) == waiting.oldest_received(connection) == changed_at


def test_what_was_taught_of_the_old_text_is_taken_back_and_its_sketch_replaced(
    ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int], edit: Callable[..., Comment]
) -> None:
    identifier = post(body="كلام طويل عن السفن الجديدة التي تدخل الميناء القديم كل صباح في الشتاء.").get_json()["id"]
    night_shift()
    publish(ada, identifier)
    assert count(ctx, lessons, identifier) == 1
    assert learn.answers(Status.APPROVED, "") == (False, False)
    before = stored_sketches(ctx, identifier)

    edit(identifier)
    night_shift()

    assert count(ctx, lessons, identifier) == 0
    assert before
    assert stored_sketches(ctx, identifier)
    assert not before & stored_sketches(ctx, identifier)


def stored_sketches(ctx: Context, identifier: str) -> set[tuple[int, int]]:
    with ctx.database.read() as connection:
        rows = connection.execute(sa.select(sketches.c.band, sketches.c.sketch).where(sketches.c.comment == identifier))
        return {(row.band, row.sketch) for row in rows}


def test_withdrawn_is_gone_and_answers_stay(
    ctx: Context, post: Post, ada: FlaskClient, night_shift: Callable[[], int], clock: Clock
) -> None:
    first = post().get_json()["id"]
    answer = post(body="رد", parent=first, email="ali@example.ma").get_json()["id"]
    night_shift()
    publish(ada, first, answer)

    was = ctx.database.write(lambda connection: own.withdraw(connection, first, clock()))

    assert was.id == first
    assert stored(ctx, answer).parent == first
    with ctx.database.read() as connection:
        assert comments.find(connection, first) is None
        thread = threads.find(connection, was.site, THREAD)
        lines = audit.list_of(connection, was.site, first)
    assert thread
    assert thread.approved == 1
    assert (lines[-1].who, lines[-1].action, lines[-1].after) == ("author", "withdraw", None)
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda connection: own.withdraw(connection, first, clock()))


def test_withdrawn_under_a_workers_hands_stays_gone(ctx: Context, post: Post, clock: Clock) -> None:
    identifier = post().get_json()["id"]

    def slow(body: str) -> str:
        ctx.database.write(lambda connection: own.withdraw(connection, identifier, clock()))
        return ctx.desk.render(body)

    drain(replace(ctx.desk, render=slow))

    with ctx.database.read() as connection:
        assert comments.find(connection, identifier) is None
    assert count(ctx, verdict_table, identifier) == 0
