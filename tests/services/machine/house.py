"""A house that is empty again in a moment: the machine begins in a new one many hundred times."""

import secrets
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.moderator import Rights, Role
from moderation.services import people
from moderation.store import sites
from moderation.store.engine import Connection
from moderation.store.tables import comments, metadata
from moderation.store.tables import sites as site_table
from tests.conftest import PASSWORD, Clock
from tests.prepared import add_person

HOUSE_SITES = ("news", "sport")
ADA, SAM, VERA = 0, 1, 2  # an admin; a moderator of the second site only; somebody who may only look
STAY = {"sites", "moderators", "alembic_version"}


class House:
    """The parts of a service with two sites and three people."""

    def __init__(self, ctx: Context, clock: Clock, folder: Path) -> None:
        """Furnish it, and remember how it looks."""
        self.ctx, self.clock, self.began = ctx, clock, clock.at
        self.journal = Journal(folder / "erasures.jsonl")
        for key in HOUSE_SITES:
            row = {"key": key, "name": key, "origins": [f"https://{key}.example"], "choices": {}}
            ctx.database.write(lambda connection, row=row: sites.add(connection, row, clock()))  # type: ignore[misc]
        rights = [Rights(Role.ADMIN), Rights(Role.MODERATOR, frozenset({2})), Rights(Role.VIEWER)]
        for number, one in enumerate(rights):
            add_person(ctx, f"m{number}@news.example", f"M{number}", one, PASSWORD)
        with ctx.database.read() as connection:
            marks = [ctx.fingerprints.moderator(f"m{number}@news.example") for number in range(len(rights))]
            self.people = tuple(people.find(connection, mark) for mark in marks)
        ctx.database.close()
        self._file = Path(ctx.database.url.database or "")
        self._template = folder / f"template-{secrets.token_hex(4)}"
        if ctx.database.is_sqlite:
            shutil.copyfile(self._file, self._template)

    def empty(self) -> None:
        """As it was in the beginning."""
        self.clock.at = self.began
        self.journal.path.unlink(missing_ok=True)
        if self.ctx.database.is_sqlite:
            self.ctx.database.close()
            for path in self._file.parent.glob(
                f"{self._file.name}*"
            ):  # the file too: who still has the old one keeps it
                path.unlink()
            shutil.copyfile(self._template, self._file)
        else:
            self.ctx.database.write(_clear)
        self.ctx.directory.every(age=-1)

    def turn_leases(self, alive: Collection[str]) -> None:
        """PostgreSQL's leases run by its own clock: turn them to what our clock would say."""
        if not self.ctx.database.is_sqlite:
            is_alive = comments.c.id.in_(list(alive))
            until = sa.case((is_alive, sa.text("timestamptz '2100-01-01'")), else_=sa.text("timestamptz '2000-01-01'"))
            statement = sa.update(comments).where(comments.c.leased_until.is_not(None)).values(leased_until=until)
            self.ctx.database.write(lambda connection: connection.execute(statement))

    def now(self, connection: Connection) -> datetime:
        """The time by which leases run."""
        return self.ctx.database.now(connection, otherwise=self.clock())


def _clear(connection: Connection) -> None:
    names = ", ".join(table.name for table in metadata.sorted_tables if table.name not in STAY)
    connection.execute(sa.text(f"TRUNCATE {names}"))
    connection.execute(sa.update(site_table).values(choices={}))
