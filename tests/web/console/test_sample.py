"""Publishing everything below a risk: only after the riskiest of it were read, at once, and with one undo."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from moderation.store.tables import comments, verdicts
from tests.conftest import status
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]
NUMBER = 12


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int], ctx: Context) -> list[str]:
    """Twelve comments that wait, each a hundredth riskier than the one before: 0.01 to 0.12."""
    found = [post(body=f"تعليق رقم {n}", email=f"r{n}@example.ma").get_json()["id"] for n in range(NUMBER)]
    night_shift()
    for place, identifier in enumerate(found, 1):
        judged(ctx, identifier, score=place / 100, offensive=0.0)
    return found


def judged(ctx: Context, identifier: str, **facts: object) -> None:
    """Have a verdict say otherwise."""
    changed = sa.update(verdicts).where(verdicts.c.comment == identifier).values(**facts)
    ctx.database.write(lambda connection: connection.execute(changed))


def sheet(page: html.Element) -> html.Element:
    """The form of the sample."""
    return page.one("form", class_="sample")


def items(page: html.Element) -> list[str]:
    """What is to be ticked."""
    return [one.attributes["value"] for one in sheet(page).all("input", name="item")]


@pytest.mark.parametrize(("risk", "count"), [("12", 12), ("5", 5), ("0", 0), ("100", 12)])
def test_the_queue_is_filtered_by_the_highest_risk(browser: Browser, held: list[str], risk: str, count: int) -> None:
    page = browser.see(f"/console/?risk={risk}")

    assert len(page.all("article", class_="card")) == count
    assert page.one("input", id="risk").attributes["value"] == risk


@pytest.mark.parametrize("risk", ["101", "x", "-1", "5.5", "٥", "1000"])
def test_a_risk_that_is_none_is_refused(browser: Browser, held: list[str], risk: str) -> None:
    browser.see(f"/console/?risk={risk}")

    assert browser.answer
    assert browser.answer.status_code == 422


def test_what_may_offend_or_could_not_be_checked_is_a_risk(browser: Browser, ctx: Context, held: list[str]) -> None:
    judged(ctx, held[0], offensive=0.9)
    judged(ctx, held[1], offensive=0.01)
    judged(ctx, held[2], signals=[{"check": "x", "weight": 0.0, "reason": {"code": "gave_up", "params": {}}, "spans": [], "holds": False, "failed": True, "advises": False}])  # fmt: skip

    page = browser.see("/console/?risk=5")

    assert [one.attributes["data-id"] for one in page.all("article", class_="card")] == [held[1], *held[3:5]]


def test_everything_is_published_once_the_riskiest_ten_were_read(
    browser: Browser, ctx: Context, held: list[str]
) -> None:
    page = browser.see("/console/?risk=50")
    link = next(one for one in page.one("form", id="bulk").all("a"))
    page = browser.see(link.attributes["href"])
    assert [one.partition(":")[0] for one in items(page)] == held[:1:-1]
    assert sheet(page).one("button").text == "Publish 12 comments"
    assert "None has a risk above 50%." in page.text

    told = browser.press(sheet(page), item=items(page)).one(id="notice")

    assert told.one("p").text == "Decided: 12 comments."
    assert browser.answer
    assert browser.answer.request.args["risk"] == "50"
    assert {status(ctx, one) for one in held} == {"approved"}
    browser.press(told.one("form"))
    assert {status(ctx, one) for one in held} == {"pending"}


def test_nothing_is_published_while_one_of_them_was_not_read(browser: Browser, ctx: Context, held: list[str]) -> None:
    page = browser.see("/console/sample?risk=50")

    again = browser.press(sheet(page), item=items(page)[1:])

    assert browser.answer
    assert browser.answer.status_code == 422
    assert "Nothing was published" in again.one("p", role="alert").text
    assert ["checked" in one.attributes for one in sheet(again).all("input", name="item")] == [False] + [True] * 9
    assert {status(ctx, one) for one in held} == {"pending"}


def test_what_is_riskier_and_came_meanwhile_is_to_be_read_as_well(
    browser: Browser, ctx: Context, held: list[str], post: Post, night_shift: Callable[[], int]
) -> None:
    page = browser.see("/console/sample?risk=50")
    fresh = post(body="تعليق جديد", email="new@example.ma").get_json()["id"]
    night_shift()
    judged(ctx, fresh, score=0.4)

    again = browser.press(sheet(page), item=items(page))

    assert items(again)[0].startswith(fresh)
    assert {status(ctx, one) for one in held} == {"pending"}
    browser.press(sheet(again), item=items(again))
    assert {status(ctx, one) for one in [*held, fresh]} == {"approved"}


def test_what_was_changed_since_it_was_read_is_read_again(browser: Browser, ctx: Context, held: list[str]) -> None:
    page = browser.see("/console/sample?risk=50")
    ctx.database.write(
        lambda connection: connection.execute(sa.update(comments).where(comments.c.id == held[-1]).values(version=3))
    )

    browser.press(sheet(page), item=items(page))

    assert {status(ctx, one) for one in held} == {"pending"}


def test_fewer_than_ten_are_all_read(browser: Browser, ctx: Context, held: list[str]) -> None:
    page = browser.see("/console/sample?risk=3")
    assert len(items(page)) == 3

    browser.press(sheet(page), item=items(page))

    assert [status(ctx, one) for one in held[:4]] == ["approved", "approved", "approved", "pending"]


def test_the_button_for_everything_leads_to_what_is_to_be_read(browser: Browser, ctx: Context, held: list[str]) -> None:
    bulk = browser.see("/console/?risk=50").one("form", id="bulk")

    page = browser.press(bulk, everything="1", action="approve")
    assert len(items(page)) == 10
    scripted = browser.client.post(
        "/console/decisions",
        data={**html.hidden(bulk), "everything": "1", "action": "approve"},
        headers={"HX-Request": "true"},
    )

    assert scripted.headers["HX-Redirect"] == "/console/sample?risk=50"
    assert {status(ctx, one) for one in held} == {"pending"}


def test_spam_and_rejections_need_no_sample(browser: Browser, ctx: Context, held: list[str]) -> None:
    bulk = browser.see("/console/?risk=2").one("form", id="bulk")

    browser.press(bulk, everything="1", action="spam")

    assert [status(ctx, one) for one in held[:3]] == ["spam", "spam", "pending"]


@pytest.mark.parametrize(("place", "answer"), [("?risk=0", 200), ("", 422), ("?risk=x", 422)])
def test_without_a_risk_or_comments_there_is_no_sample(
    browser: Browser, held: list[str], place: str, answer: int
) -> None:
    page = browser.see(f"/console/sample{place}")

    assert browser.answer
    assert browser.answer.status_code == answer
    assert page.all("form", class_="sample") == []


def test_a_viewer_is_shown_no_sample(browser_of: Callable[..., Browser], held: list[str]) -> None:
    viewer = browser_of("Viktor", Role.VIEWER)

    viewer.see("/console/sample?risk=50")

    assert viewer.answer
    assert viewer.answer.status_code == 403
