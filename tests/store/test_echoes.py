"""Echoes: what nearly the same was said where, on both databases, in one question however much there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain import text
from moderation.domain.comment import Author, Comment
from moderation.domain.evidence import Echo
from moderation.domain.identity import identify_in
from moderation.domain.site import Site
from moderation.store import echoes, sketches
from moderation.store.engine import Connection
from moderation.store.tables import comments, threads
from tests.builders import a_comment
from tests.conftest import Clock
from tests.domain.text.test_sketch import TEXTS
from tests.store.asked import asked

OFFER = "اربح المال من بيتك مع تطبيقنا الجديد بدون خبرة ولا رأس مال، سجل الآن واحصل على هدية http://casino.example/"
Say = Callable[..., Comment]


@pytest.fixture
def say(ctx: Context, site: Site, clock: Clock) -> Say:
    """Has somebody say something that was judged: ``say(body, site=2, status="spam", fingerprint="f2")``."""
    number = iter(range(1_000_000))

    def said(body: str, ago: timedelta = timedelta(), **facts: Any) -> Comment:
        at = clock() - ago
        row = {"site": site.id, "status": "pending", "fingerprint": "", **facts}
        comment = a_comment(
            body,
            site=row["site"],
            id=identify_in(row["site"], at, next(number).to_bytes(10)),
            author=Author("x", fingerprint=row["fingerprint"]),
            submitted_at=at,
        )
        ctx.database.write(lambda connection: keep(connection, comment, row, digest(comment)))
        return comment

    return said


def keep(connection: Connection, comment: Comment, row: dict[str, Any], digest: str) -> None:
    """Write a judged comment, its page and its trace."""
    page = {"site": row["site"], "id": 1}
    found = sa.select(threads.c.id).where(threads.c.site == row["site"], threads.c.id == 1)
    if not connection.execute(found).first():
        connection.execute(sa.insert(threads), {**page, "url": "u", "title": "", "created_at": comment.submitted_at})
    plain = {"thread": 1, "version": 2, "revision": 1, "name": "x", "url": "", "body": comment.body, "network": ""}
    of_comment = {"id": comment.id, "arrival": {}, "submitted_at": comment.submitted_at, "text_digest": digest}
    connection.execute(sa.insert(comments), {**plain, **of_comment, **row})
    sketches.record(connection, [(comment, trace(comment))])


def trace(comment: Comment) -> text.Trace:
    """What a comment leaves behind."""
    reading = text.read(comment.body)
    return text.trace(reading, reading.links, b"key")


def digest(comment: Comment) -> str:
    """What is the same for the same text of a site."""
    return f"{comment.site} {text.read(comment.body).squeezed}"


def new(body: str, at: datetime, **changes: Any) -> Comment:
    """A comment that is about to be judged."""
    return a_comment(body, id=f"new-{body[:60]}", submitted_at=at, **changes)


def hear(ctx: Context, *batch: Comment) -> list[Echo]:
    """The echo of each."""
    with ctx.database.read() as connection:
        traces, digests = {c.id: trace(c) for c in batch}, {c.id: digest(c) for c in batch}
        heard = echoes.hear(connection, batch, traces, digests)
    return [heard[comment.id] for comment in batch]


def test_what_nobody_said_has_no_echo(ctx: Context, say: Say, clock: Clock) -> None:
    say(TEXTS["fr"])

    (echo,) = hear(ctx, new(TEXTS["ar"], clock()))

    assert echo == Echo()


def test_nearly_the_same_is_heard_from_all_sites(
    ctx: Context, say: Say, add_site: Callable[..., Site], clock: Clock
) -> None:
    other = add_site("other")
    say(OFFER, site=other.id)
    say(f"{OFFER}2 👍", site=other.id, status="spam")
    say(f"{OFFER} !", status="rejected")  # the same folded text of this site: that is counted elsewhere
    say(TEXTS["en"])

    (echo,) = hear(ctx, new(OFFER, clock()))

    assert echo == Echo(near=2, refused=1, lately=3, linked={"casino.example": 3})


def test_a_changed_word_is_nearly_the_same(ctx: Context, say: Say, clock: Clock) -> None:
    for word in ("ممتازة", "كبيرة", "مجانية", "خاصة", "فورية"):
        say(OFFER.replace("هدية", word), status="spam", ago=timedelta(days=6))

    (echo,) = hear(ctx, new(OFFER, clock()))

    assert echo.near == echo.refused >= 3
    assert echo.lately == 0


def test_what_is_older_than_a_week_is_silent(ctx: Context, say: Say, clock: Clock) -> None:
    say(OFFER, ago=timedelta(days=7, seconds=1), fingerprint="f1")

    assert hear(ctx, new(OFFER, clock())) == [Echo(linked={"casino.example": 0})]


def test_an_author_is_heard_on_their_site_alone(
    ctx: Context, say: Say, add_site: Callable[..., Site], clock: Clock
) -> None:
    other = add_site("other")
    say(OFFER, fingerprint="f1")
    say(OFFER, fingerprint="f2")
    say(OFFER, fingerprint="f1", site=other.id)

    mine, nobodys = hear(ctx, new(OFFER, clock())), hear(ctx, new(OFFER, clock(), author=Author("x")))

    assert [echo.by_author for echo in mine + nobodys] == [1, 0]


def test_links_are_counted_for_an_hour_and_by_owner(ctx: Context, say: Say, clock: Clock) -> None:
    say("voir http://casino.example/1", ago=timedelta(minutes=59))
    say("et http://www.casino.example/2 puis http://casino.example/3")
    say("http://casino.example/", ago=timedelta(minutes=61))
    say("http://other.example/")

    (echo,) = hear(ctx, new("http://casino.example/9 http://quiet.example", clock()))

    assert echo == Echo(linked={"casino.example": 2, "quiet.example": 0})


def test_those_of_one_batch_hear_each_other(ctx: Context, site: Site, clock: Clock) -> None:
    batch = [replace(new(OFFER, clock()), id=str(number)) for number in range(3)]

    assert hear(ctx, *batch, new(TEXTS["fr"], clock())) == [
        *3 * [Echo(lately=2, by_author=2, linked={"casino.example": 2})],
        Echo(),
    ]


def test_one_that_is_judged_again_does_not_hear_itself(ctx: Context, say: Say) -> None:
    comment = say(OFFER)

    assert hear(ctx, comment) == [Echo(linked={"casino.example": 0})]


def test_of_a_flood_the_newest_fifty_are_heard(ctx: Context, say: Say, clock: Clock) -> None:
    for second in range(70):
        say(OFFER, status="spam" if second < 5 else "pending", ago=timedelta(seconds=second))

    (echo,) = hear(ctx, replace(new(OFFER, clock()), site=99))

    assert (echo.near, echo.refused) == (50, 5)
    assert echo.linked == {"casino.example": 50}


def test_a_flood_in_one_moment_is_heard_too(ctx: Context, say: Say, clock: Clock) -> None:
    for _ in range(60):
        say(OFFER)

    (echo,) = hear(ctx, new(OFFER, clock()))

    assert echo.lately >= 50


@pytest.mark.parametrize(("said", "questions"), [(OFFER, ["WITH", "SELECT"]), ("حديث آخر عن المدينة", ["WITH"])])
def test_a_batch_is_two_questions_and_one_where_nothing_is_alike(
    ctx: Context, say: Say, clock: Clock, said: str, questions: list[str]
) -> None:
    say(said)
    batch = [
        replace(new(f"{text} {n}", clock()), id=f"{language} {n}")
        for n in range(9)
        for language, text in {**TEXTS, "offer": OFFER}.items()
    ]
    with ctx.database.read() as connection, asked(connection) as statements:
        echoes.hear(connection, batch, {c.id: trace(c) for c in batch}, {c.id: "" for c in batch})

    assert [statement.split()[0] for statement in statements] == questions


def test_of_what_leaves_no_trace_nothing_is_asked(ctx: Context, site: Site, clock: Clock) -> None:
    with ctx.database.read() as connection, asked(connection) as statements:
        echoes.hear(connection, [new("شكرا", clock())], {"new-شكرا": text.Trace()}, {"new-شكرا": ""})

    assert statements == []
