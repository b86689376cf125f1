"""Transitions of many comments at once: each as if it were made by itself, and where somebody was faster, none."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import MACHINE, AuditLine
from moderation.domain.comment import Comment, Status
from moderation.store import audit, comments, tables, transitions
from moderation.store.transitions import Transition
from tests.conftest import Clock, status
from tests.submissions import THREAD

Handed = list[Comment]


@pytest.fixture
def handed(ctx: Context, post: Callable[..., TestResponse]) -> Handed:
    """Five comments that were handed in, on two pages."""
    bodies = [f"تعليق عن المدينة رقم {number}" for number in range(5)]
    ids = [post(body=body, thread=f"{THREAD}-{len(body) % 2}").get_json()["id"] for body in bodies[:3]]
    ids += [post(body=body, thread=f"{THREAD}-other").get_json()["id"] for body in bodies[3:]]
    with ctx.database.read() as connection:
        return list(comments.find_many(connection, ids).values())


def moved(comment: Comment, after: Status, clock: Clock, **findings: Any) -> Transition:
    """A transition by the machine."""
    line = AuditLine(comment.id, clock(), MACHINE, "hold", comment.status, after, comment.version + 1)
    return Transition(comment, line, findings)


def make_many(ctx: Context, wanted: list[Transition]) -> list[str]:
    """The ids of those that were made."""
    made = ctx.database.write(lambda connection: transitions.make_many(connection, wanted))
    return [one.comment.id for one in made]


def test_each_moves_with_its_line_and_what_was_found(ctx: Context, handed: Handed, clock: Clock) -> None:
    wanted = [moved(one, Status.PENDING, clock, language="ar", body_html=f"<p>{one.id}</p>") for one in handed]
    wanted[2] = moved(handed[2], Status.SPAM, clock, body_html="<p>x</p>")

    assert make_many(ctx, wanted) == [one.id for one in handed]

    with ctx.database.read() as connection:
        now = comments.find_many(connection, [one.id for one in handed])
        lines = [audit.list_of(connection, one.site, one.id)[-1] for one in handed]
    assert [now[one.id].status for one in handed] == [one.line.after for one in wanted]
    assert [now[one.id].body_html for one in handed] == [one.findings["body_html"] for one in wanted]
    assert [now[one.id].version for one in handed] == [one.version + 1 for one in handed]
    assert lines == [one.line for one in wanted]


def test_where_somebody_was_faster_nothing_is_written(ctx: Context, handed: Handed, clock: Clock) -> None:
    faster = handed[1]
    ctx.database.write(lambda connection: transitions.make(connection, moved(faster, Status.SPAM, clock)))

    made = make_many(ctx, [moved(one, Status.PENDING, clock) for one in handed])

    assert made == [one.id for one in handed if one is not faster]
    assert status(ctx, faster.id) == "spam"
    with ctx.database.read() as connection:
        assert len(audit.list_of(connection, faster.site, faster.id)) == 2
    assert make_many(ctx, [moved(one, Status.PENDING, clock) for one in handed]) == []


def test_each_page_shows_as_many_comments_more_as_were_published_there(
    ctx: Context, handed: Handed, clock: Clock
) -> None:
    make_many(ctx, [moved(one, Status.APPROVED, clock) for one in handed[1:]])

    with ctx.database.read() as connection:
        counts = sa.select(tables.threads.c.id, tables.threads.c.approved, tables.threads.c.version)
        shown = {row.id: (row.approved, row.version) for row in connection.execute(counts)}
    assert {one.thread.id for one in handed} == shown.keys()
    published = [sum(one.thread.id == thread for one in handed[1:]) for thread in shown]
    assert list(shown.values()) == [(count, min(count, 1)) for count in published]  # a new version for all of them


def test_none_are_none(ctx: Context, handed: Handed) -> None:
    assert make_many(ctx, []) == []
