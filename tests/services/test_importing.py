"""Comments of other systems become ours: once, with all they had, and with their lines of the audit."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.moved import TEXT, Page, Said, Standing, Told, Writer
from moderation.domain.site import Site
from moderation.services import ledger
from moderation.services.importing import Importer
from moderation.services.movement import Moving, Report
from moderation.services.schooling import teach
from moderation.store import contacts, erasures, threads
from moderation.store.erasures import Erasure
from moderation.store.imports import Origin
from moderation.store.tables import audit, comments, imported, lessons
from moderation.transfer import READERS
from tests.exports import SAMPLES, isso

AT = datetime(2015, 5, 1, 12, tzinfo=UTC)
PAGE = Page(1, "p", "https://news.example/library", "المكتبة", AT)


def say(name: str, parent: str = "", **changes: object) -> Said:
    told = {
        "place": 1,
        "name": name,
        "page": "p",
        "parent": parent,
        "writer": Writer("سارة", "sara@example.ma"),
        "body": f"Comment {name}",
    }
    return Said(**{**told, "at": AT, "status": Status.APPROVED, "form": TEXT, **changes})  # type: ignore[arg-type]


@pytest.fixture
def take(ctx: Context, site: Site) -> Callable[..., Report]:
    """Imports what is told: ``take([PAGE, say("1")], source="isso", dry=True)``."""

    def run(told: Iterable[Told], source: str = "wordpress", **more: object) -> Report:
        importer = Importer(ctx.database, ctx.sealer, ctx.fingerprints)
        return importer.run(Moving(site, source, **more), told, ctx.clock())  # type: ignore[arg-type]

    return run


def rows(ctx: Context) -> dict[str, sa.Row[tuple[object, ...]]]:
    """The comments, by the names they had."""
    statement = sa.select(comments, imported.c.name.label("called")).join(imported, imported.c.subject == comments.c.id)
    with ctx.database.read() as connection:
        return {row.called: row for row in connection.execute(statement)}


def flaws(ctx: Context) -> list[str]:
    """What is wrong with the audit, some minutes later."""
    return [
        flaw.code for flaw in ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock() + timedelta(minutes=5))
    ]


@pytest.mark.parametrize("source", ["wordpress", "disqus", "remark42", "isso"])
def test_every_export_comes_in_and_the_audit_is_whole(
    source: str, ctx: Context, take: Callable[..., Report], tmp_path: Path
) -> None:
    paths = {
        "wordpress": SAMPLES / "wordpress.xml",
        "disqus": SAMPLES / "disqus.xml",
        "remark42": SAMPLES / "remark42.jsonl",
    }
    path = paths.get(source) or isso(tmp_path)

    report = take(READERS[source](path, lambda _: None), source)

    assert report.counts["imported"] == len(rows(ctx)) >= 2
    assert flaws(ctx) == []


def test_a_second_time_nothing_is_new(ctx: Context, take: Callable[..., Report]) -> None:
    told = [PAGE, say("1"), say("2", parent="1"), say("1")]
    first = take(told)
    before = rows(ctx)

    again = take(told)

    assert (first.counts["imported"], first.counts["there"]) == (2, 1)
    assert (again.counts["imported"], again.counts["there"]) == (0, 3)
    assert rows(ctx) == before


def test_status_time_and_title_are_kept_and_counted(ctx: Context, site: Site, take: Callable[..., Report]) -> None:
    pinned = Standing(staff=True, pinned_at=AT)
    take(
        [
            PAGE,
            say("1", edited_at=AT, standing=pinned),
            *(say(one, status=one) for one in Status if one is not Status.RECEIVED),
        ]
    )

    found = rows(ctx)
    assert {name: row.status for name, row in found.items() if name != "1"} == {
        s: s for s in ("pending", "approved", "spam", "rejected")
    }
    assert (found["1"].submitted_at, found["1"].edited_at, found["1"].pinned_at, found["1"].staff) == (AT, AT, AT, True)
    with ctx.database.read() as connection:
        thread = threads.find(connection, site.id, "https://news.example/library")
    assert thread
    assert (thread.title, thread.approved, thread.created_at) == ("المكتبة", 2, AT)
    assert thread.version > 0


def test_an_answer_may_be_told_before_its_question(ctx: Context, take: Callable[..., Report]) -> None:
    many = [say(str(number), body="x") for number in range(1000)]

    report = take([PAGE, say("early", parent="last"), *many, say("last"), say("lost", parent="never")])

    found = rows(ctx)
    assert found["early"].parent == found["last"].id
    assert found["lost"].parent is None
    assert report.counts["dropped:parent"] == 1


def test_what_was_cut_off_is_answered_the_second_time(ctx: Context, take: Callable[..., Report]) -> None:
    take([PAGE, say("early", parent="last")])

    take([PAGE, say("early", parent="last"), say("last")])

    found = rows(ctx)
    assert found["early"].parent == found["last"].id


def test_an_answer_on_another_page_stands_by_itself(ctx: Context, take: Callable[..., Report]) -> None:
    report = take([PAGE, Page(1, "q", "https://news.example/other"), say("1"), say("2", parent="1", page="q")])

    assert rows(ctx)["2"].parent is None
    assert report.counts["dropped:parent"] == 1


def test_addresses_are_sealed_for_their_comment_and_linked_as_at_the_door(
    ctx: Context, site: Site, take: Callable[..., Report]
) -> None:
    report = take(
        [
            PAGE,
            say("1", writer=Writer("سارة", "Sara@Example.ma")),
            say("2", writer=Writer("X", "no address", "javascript:x")),
        ]
    )

    found = rows(ctx)
    with ctx.database.read() as connection:
        contact = contacts.find(connection, site.id, found["1"].id)
        assert contacts.find(connection, site.id, found["2"].id) is None
    assert contact
    assert Opener(ctx.ring).open(contact, binding("comment", found["1"].id)) == "Sara@example.ma"
    assert found["1"].fingerprint == ctx.fingerprints.author(site.id, "sara@example.ma")
    assert (found["2"].fingerprint, found["2"].url) == ("", "")
    assert (report.counts["dropped:address"], report.counts["dropped:website"]) == (1, 1)


def test_pages_elsewhere_are_left_out_or_mapped(ctx: Context, take: Callable[..., Report]) -> None:
    told = [Page(1, "p", "http://old.example/blog/x"), say("1"), say("2", page="nowhere")]

    left = take(told)
    mapped = take(told, maps={"http://old.example/blog": "https://news.example"})

    assert (left.counts["left:foreign"], left.counts["left:page"]) == (1, 1)
    assert left.origins == {"http://old.example": 1}
    assert mapped.counts["imported"] == 1
    assert "1" in rows(ctx)


def test_who_asked_to_be_forgotten_does_not_come_back(ctx: Context, site: Site, take: Callable[..., Report]) -> None:
    wish = Erasure(site.id, ctx.fingerprints.author(site.id, "sara@example.ma"), erasures.AUTHOR, ctx.clock())
    ctx.database.write(lambda connection: erasures.ask(connection, wish))

    report = take([PAGE, say("1"), say("2", writer=Writer("Other", "other@example.ma"))])

    assert report.counts["left:erased"] == 1
    assert set(rows(ctx)) == {"2"}


def test_a_dry_run_says_the_same_and_writes_nothing(ctx: Context, take: Callable[..., Report]) -> None:
    told = [
        PAGE,
        say("2", parent="9"),
        say("1"),
        say("3", parent="1"),
        say("1"),
        say("4", body=" "),
        say("5", page="q"),
    ]

    dry = take(told, dry=True)
    with ctx.database.read() as connection:
        written = [
            connection.execute(sa.select(sa.func.count()).select_from(one)).scalar()
            for one in (comments, imported, audit)
        ]

    assert written == [0, 0, 0]
    assert dry == take(told)


def test_odd_characters_and_lengths_are_taken(ctx: Context, take: Callable[..., Report]) -> None:
    url = "https://news.example/" + "م" * 200
    odd = say(
        "1", page=url, body="a\x00b\ud800c\r\nd", writer=Writer("x\n" * 3000, "", "https://x.example/" + "a" * 3000)
    )

    report = take([Page(1, url, url, "t" * 5000), odd, say("2", page=url, body="y" * 70_000), say("\x00", page=url)])

    assert rows(ctx).popitem()[1].body == "abc\nd"
    assert (report.counts["left:long"], report.counts["left:malformed"], report.counts["imported"]) == (1, 1, 1)


def test_several_processes_prepare_the_same(ctx: Context, take: Callable[..., Report]) -> None:
    report = take([PAGE, *(say(str(number), parent=str(number - 1)) for number in range(1200))], processes=2)

    assert report.counts["imported"] == 1200
    assert sum(row.parent is not None for row in rows(ctx).values()) == 1199


def test_decisions_made_elsewhere_teach_the_filter_once(ctx: Context, site: Site, take: Callable[..., Report]) -> None:
    take(
        [
            PAGE,
            say("1"),
            say("2", status=Status.SPAM),
            say("3", status=Status.PENDING),
            say("4", status=Status.REJECTED),
        ]
    )

    made = [teach(ctx.database, Origin(site.id, "wordpress"), ctx.fingerprints, ctx.clock()) for _ in range(2)]

    assert made == [2, 0]
    with ctx.database.read() as connection:
        found = connection.execute(sa.select(lessons.c.spam, lessons.c.features)).all()
    assert sorted(spam for spam, _ in found) == [False, True]
    assert all(features for _, features in found)
