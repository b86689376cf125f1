"""Reports: counted once for each reporter, answered by a decision, open again when it is taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.errors import NotFoundError
from moderation.domain.site import Site
from moderation.services import own
from moderation.services.report import report
from moderation.store import comments
from moderation.store.reports import Report
from moderation.store.tables import reports
from tests.conftest import Clock
from tests.web.hands import publish

Post = Callable[..., TestResponse]


@pytest.fixture
def published(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> str:
    """A published comment."""
    identifier: str = post().get_json()["id"]
    night_shift()
    publish(ada, identifier)
    return identifier


@pytest.fixture
def complain(ctx: Context, clock: Clock) -> Callable[..., object]:
    """Reports a comment, as who comes from some network."""

    def say(identifier: str, mark: str, reason: str = "insult") -> object:
        said = Report(mark, reason, clock())
        return ctx.database.write(lambda connection: report(connection, identifier, said))

    return say


def counted(ctx: Context, identifier: str) -> tuple[int, int]:
    """The comment's own count, and its open reports."""
    is_open = reports.c.comment == identifier, reports.c.closed_at.is_(None)
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        found = connection.execute(sa.select(sa.func.count()).select_from(reports).where(*is_open)).scalar_one()
    assert comment
    return comment.reports, int(found)


def decide(ada: FlaskClient, identifier: str, version: int, action: str = "approve") -> str:
    said = {"action": action, "items": [{"id": identifier, "version": version}], "reason": "insult"}
    return str(ada.post("/v1/moderation/decisions", json=said).get_json()["undo"])


def test_each_reporter_counts_once(ctx: Context, published: str, complain: Callable[..., object]) -> None:
    for mark in ("a", "b", "a"):
        complain(published, mark)

    assert counted(ctx, published) == (2, 2)


@pytest.mark.parametrize("action", ["approve", "reject", "hold"])
def test_a_decision_answers_them_and_undoing_it_asks_again(
    ctx: Context, published: str, complain: Callable[..., object], ada: FlaskClient, action: str
) -> None:
    complain(published, "a")
    complain(published, "b")

    undo = decide(ada, published, 3, action)
    answered = counted(ctx, published)
    ada.post("/v1/moderation/undo", json={"undo": undo})

    assert answered == (0, 0)
    assert counted(ctx, published) == (2, 2)


def test_who_was_answered_is_heard_again_only_about_another_text(
    ctx: Context, published: str, complain: Callable[..., object], ada: FlaskClient, site: Site, clock: Clock,
    night_shift: Callable[[], int],
) -> None:  # fmt: skip
    complain(published, "a")
    decide(ada, published, 3)
    complain(published, "a")
    assert counted(ctx, published) == (0, 0)
    clock.forward(minutes=1)
    ctx.database.write(lambda connection: own.edit(connection, site, (published, "نص آخر"), clock()))
    night_shift()
    decide(ada, published, 6)

    complain(published, "a", "hate")

    assert counted(ctx, published) == (1, 1)


def test_what_is_not_published_cannot_be_reported(
    ctx: Context, post: Post, complain: Callable[..., object], published: str, ada: FlaskClient
) -> None:
    waiting = post(body="آخر").get_json()["id"]
    decide(ada, published, 3, "reject")

    for identifier in (waiting, published, "1-00000000000000000000000000", "nothing"):
        with pytest.raises(NotFoundError):
            complain(identifier, "a")


def test_many_at_once_are_all_counted(ctx: Context, published: str, clock: Clock) -> None:
    def say(number: int) -> None:
        said = Report(f"n{number % 10}", "hate", clock())
        ctx.database.write(lambda connection: report(connection, published, said))

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(say, range(20)))

    assert counted(ctx, published) == (10, 10)
