"""What is exported and imported into a fresh site is the same again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from moderation.adapters.markup import render
from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.decision import Action
from moderation.domain.errors import ForbiddenError, KeylessError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.moved import TEXT, Page, Ruling, Said, Standing, Writer
from moderation.domain.site import Site
from moderation.services.exporting import FORMS, Leaving, export
from moderation.services.importing import Importer
from moderation.services.movement import Moving
from moderation.store.tables import audit, comments, threads
from moderation.transfer import READERS, WRITERS

TIMES = st.datetimes(datetime(2001, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given
WORDS = st.text(alphabet="abcدمé ]>*_&<\n\"'", min_size=1, max_size=30).map(lambda text: f"x{text}y")
NAMES = st.text(alphabet="abدم ]>&<", max_size=12)
RULINGS = st.builds(
    Ruling, st.sampled_from([one.value for one in Action]), st.just("insult"), st.just("pending"), TIMES
)
STANDINGS = st.builds(
    Standing, st.booleans(), st.none() | TIMES, st.none() | TIMES, st.integers(0, 9), st.integers(1, 5),
    st.sampled_from(["ar", "fr", "en", "und"]), st.none() | RULINGS,
)  # fmt: skip
WRITERS_ = st.builds(
    Writer,
    NAMES,
    st.sampled_from(["", "sara@example.ma", "Ali@example.ma"]),
    st.sampled_from(["", "https://x.example/"]),
)
STORIES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), WRITERS_, WORDS, TIMES, st.sampled_from(list(Status)), st.none() | TIMES, STANDINGS),
    min_size=1, max_size=8,
)  # fmt: skip
NUMBERS = count()
PAGES = [
    Page(
        1,
        f"https://news.example/{n}",
        f"https://news.example/{n}",
        f"T{n} ]]>",
        datetime(2020, 1, 1, tzinfo=UTC),
        closed=n == 1,
    )
    for n in range(3)
]


def told(story: list[Any]) -> list[Page | Said]:
    """Pages, and comments that answer some of those before them on the same page."""
    said: list[Said] = []
    for place, answers, writer, body, at, status, edited, standing in story:
        before = [one.name for one in said if one.page == PAGES[place].name]
        parent = before[answers % len(before)] if before and answers < 6 else ""
        said.append(
            Said(1, f"c{len(said)}", PAGES[place].name, parent, writer, body, at, status, TEXT, edited, standing)
        )
    return [*PAGES, *said]


def kept(ctx: Context, site: Site, *left_out: str) -> list[dict[str, Any]]:
    """Everything a site has, but its numbers and keys."""
    statement = sa.select(comments, threads.c.url.label("page"), threads.c.title, threads.c.closed_at).join(
        threads, sa.and_(threads.c.site == comments.c.site, threads.c.id == comments.c.thread)
    )
    with ctx.database.read() as connection:
        found = [dict(row) for row in connection.execute(statement.where(comments.c.site == site.id)).mappings()]
    names = {row["id"]: row["id"].partition("-")[2] for row in found}
    for row in found:
        row |= {"id": names[row["id"]], "parent": names.get(row["parent"]), "closed_at": bool(row["closed_at"])}
    skipped = {"site", "thread", "changed_at", "fingerprint", *left_out}
    return sorted(
        ({name: value for name, value in row.items() if name not in skipped} for row in found),
        key=lambda row: row["id"],
    )


@pytest.fixture
def move(ctx: Context, add_site: Callable[..., Site], tmp_path: Path) -> Callable[..., tuple[Site, Site]]:
    """Tells a story to a site, and takes it from there to another, in a format."""

    def run(story: list[Any], form: str, source: str, admin: Moderator | None = None) -> tuple[Site, Site]:
        old, new = (add_site(f"site{next(NUMBERS)}", "https://news.example") for _ in range(2))
        importer, file = Importer(ctx.database, ctx.sealer, ctx.fingerprints), tmp_path / "export"
        importer.run(Moving(old, "isso"), told(story), ctx.clock())
        stream = BytesIO()
        WRITERS[form](
            stream, old, export(ctx.database, Leaving(old, FORMS[form], admin, ctx.ring), ctx.clock()), ctx.clock()
        )
        file.write_bytes(stream.getvalue())
        report = importer.run(Moving(new, source), READERS[source](file, lambda _: None), ctx.clock())
        assert (report.counts["imported"], report.counts["left:malformed"], report.trouble) == (len(story), 0, [])
        return old, new

    return run


ROUNDS = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ROUNDS
@given(STORIES)
def test_nothing_is_lost_on_the_way_to_another_site(
    ctx: Context, move: Callable[..., tuple[Site, Site]], story: list[Any]
) -> None:
    old, new = move(story, "jsonl", "jsonl")

    assert kept(ctx, new) == kept(ctx, old)


@ROUNDS
@given(STORIES)
def test_wordpress_gets_what_it_can_carry(
    ctx: Context, move: Callable[..., tuple[Site, Site]], story: list[Any]
) -> None:
    whole = [
        (
            *one[:4],
            one[4].replace(microsecond=0),
            Status.PENDING if one[5] is Status.RECEIVED else one[5],
            None,
            Standing(language="en"),
        )
        for one in story
    ]

    old, new = move(whole, "wxr", "wordpress")

    assert sorted(map(seen, kept(ctx, new))) == sorted(map(seen, kept(ctx, old)))
    assert all(row["body_html"] == render(row["body"]) for row in kept(ctx, new))


def seen(row: dict[str, Any]) -> tuple[Any, ...]:
    """What WordPress can carry of a comment: its text without marks, and whether it answers something."""
    text = "".join(re.sub("<[^>]*>", "", row["body_html"]).split())
    return (
        row["submitted_at"],
        row["status"],
        row["page"],
        row["title"],
        row["closed_at"],
        text,
        row["url"],
        row["parent"] is None,
    )


def test_with_addresses_an_author_is_known_again(
    ctx: Context, move: Callable[..., tuple[Site, Site]], moderator: Moderator
) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    story = [(0, 9, Writer("A", "sara@example.ma"), "x", at, Status.APPROVED, None, Standing())]

    old, new = move(story, "jsonl", "jsonl", moderator)

    with ctx.database.read() as connection:
        marks = dict(connection.execute(sa.select(comments.c.site, comments.c.fingerprint)).all())
        lines = connection.execute(
            sa.select(audit.c.who).where(audit.c.site == old.id, audit.c.action == "export_addresses")
        ).all()
    assert marks == {site.id: ctx.fingerprints.author(site.id, "sara@example.ma") for site in (old, new)}
    assert [line.who for line in lines] == [moderator.id]


def test_addresses_are_for_admins_with_the_key_only(ctx: Context, site: Site, moderator: Moderator) -> None:
    other = Moderator("m", "M", "m***", Rights(Role.MODERATOR, trusted=True))

    with pytest.raises(ForbiddenError):
        export(ctx.database, Leaving(site, admin=other, ring=ctx.ring), ctx.clock())
    with pytest.raises(KeylessError):
        export(ctx.database, Leaving(site, admin=moderator), ctx.clock())
