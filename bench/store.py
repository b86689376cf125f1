"""A store of ours, filled and looked into from outside, while the service runs or before it does."""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.corpus import comments, page
from bench.furnish import SITE
from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.moved import TEXT, Page, Said, Told, Writer
from moderation.services import erase as eraser
from moderation.services.erase import Person
from moderation.services.importing import Importer
from moderation.services.movement import Moving
from moderation.store import erasures
from moderation.store.tables import comments as comment_table
from moderation.store.tables import verdicts

SIGNAL = "too_many_links"  # of every fourth that waits for a person
ON_A_PAGE = 50  # comments, in a large store
FAITHFUL, EVERY = "faithful@example.ma", 1_000  # who has written each so-manieth comment of a filled store
BATCH = 1_000  # rows at once
HELPERS = 2  # processes that prepare an import
LARGE = 2_000  # comments from which on they are worth starting
START = datetime.now(UTC) - timedelta(days=360)  # a year's worth: what is older is forgotten by and by


def fill(context: Context, threads: Sequence[str], count: int, pending: int = 0) -> None:
    """Import so many comments, spread over these pages; the first ones wait for a person, the others are published."""
    site, at = context.directory.by_key(SITE), datetime.now(UTC)
    name = f"{threads[0]}-{random.getrandbits(32):x}"
    moving = Moving(site, "remark42", processes=HELPERS if count > LARGE else 0)
    Importer(context.database, context.sealer, context.fingerprints).run(
        moving, _told(name, threads, (count, pending)), at
    )


def pages(count: int) -> list[str]:
    """The pages of a store with so many comments."""
    return [page(number) for number in range(max(count // ON_A_PAGE, 1))]


def explain(context: Context) -> None:
    """Give the comments that wait for a person the verdicts that brought them there."""
    ours = comment_table.c.site, comment_table.c.id, comment_table.c.revision
    waiting_ones = sa.select(*ours).where(comment_table.c.status == Status.PENDING.value)
    with context.database.read() as connection:
        rows = [_verdict(number, *row) for number, row in enumerate(connection.execute(waiting_ones))]
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        context.database.write(lambda connection, some=some: connection.execute(sa.insert(verdicts), some))  # type: ignore[misc]


def erase(context: Context, journal: Path) -> float:
    """Forget the one who has written so much, as the command does; seconds."""
    site = context.directory.by_key(SITE)
    person = Person(site, context.fingerprints.author(site.id, FAITHFUL))
    began = time.monotonic()
    eraser.erase(context.database, Journal(journal), [person], erasures.AUTHOR, datetime.now(UTC))
    return time.monotonic() - began


def analyse(context: Context) -> None:
    """Have PostgreSQL know the sizes, and which pages all can see, as it does after some hours of use; SQLite was told."""
    if not context.database.is_sqlite:
        with context.database.patient.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def waiting(context: Context) -> int:
    """How many comments have no verdict yet."""
    statement = sa.select(sa.func.count()).where(comment_table.c.status == Status.RECEIVED.value)
    with context.database.read() as connection:
        return int(connection.execute(statement).scalar_one())


def _verdict(number: int, site: int, comment: str, revision: int) -> dict[str, object]:
    code, check = (SIGNAL, "links") if number % 4 == 0 else ("first_comment", "standing")
    reason = {"code": code, "params": {"count": 5} if code == SIGNAL else {}}
    signal = {
        "check": check,
        "weight": 0.7,
        "reason": reason,
        "spans": [],
        "holds": True,
        "failed": False,
        "advises": False,
    }
    return {
        "site": site, "comment": comment, "revision": revision, "verdict": "hold", "score": 0.4, "offensive": 0.1,
        "model": "", "signals": [signal], "judged_at": datetime.now(UTC),
    }  # fmt: skip


def _told(name: str, threads: Sequence[str], sizes: tuple[int, int]) -> Iterator[Told]:
    count, pending = sizes
    for place, url in enumerate(threads):
        yield Page(place, url, url)
    for number, one in enumerate(islice(comments(threads[0], 1), count)):
        yield Said(
            place=number,
            name=f"{name}-{number}",
            page=threads[number % len(threads)],
            parent="",
            writer=Writer(one.name, one.email if number % EVERY else FAITHFUL),
            body=one.body,
            at=START + timedelta(seconds=number * 30),
            status=Status.PENDING if number < pending else Status.APPROVED,
            form=TEXT,
        )
