"""Faults in the middle of what an operator does: a command is killed, and then everything must still come to its end."""

import subprocess
import sys
import time

import sqlalchemy as sa

from moderation.store import tables
from tests.chaos.failpoints import CODE
from tests.chaos.house import House
from tests.chaos.load import Kind, Load

PATIENCE = 20.0  # seconds until a submission is there


class CommandError(Exception):
    """A command has not ended as it should: neither died where it was to die, nor did what it was to do."""


def run(house: House, *arguments: str, failpoint: str = "", said: str = "", **environment: str) -> int:
    """One command of the service through the launcher; its exit code."""
    command = [sys.executable, "-m", "tests.chaos.launcher", *arguments]
    more = {"FAILPOINT": failpoint} if failpoint else {}
    done = subprocess.run(
        command, env=house.environment | more | environment, input=said, text=True, capture_output=True, check=False
    )
    if done.returncode not in {0, CODE}:
        raise CommandError(f"{arguments[0]} {arguments[1]}: exit code {done.returncode}: {done.stderr[-500:]}")
    return done.returncode


def rotate(house: House) -> None:
    """Key rotation dies between two batches; the next call ends it."""
    run(house, "keys", "rotate", failpoint="mid-rotation:1")
    must(run(house, "keys", "rotate"), 0)


def erase(house: House, load: Load) -> None:
    """An erasure dies in the middle; the reconciler ends it. The next reader whose comment is there is erased."""
    number = house.erased[-1] + 1 if house.erased else 0
    while load.planned(number).kind is Kind.INVALID:
        number += 1
    _wait_for(house, load.planned(number).mark)
    house.erased.append(number)
    must(run(house, "privacy", "erase", "-", failpoint="mid-erasure:1", said=load.planned(number).address + "\n"), CODE)


def migrate(house: House) -> None:
    """A migration of an empty database dies in the middle; the next one finds nothing half done."""
    house.migrated += 1
    if house.postgres:
        url = house.postgres.create_database(f"migrated_{house.migrated}")
    else:
        url = f"sqlite:///{house.data}/migrated-{house.migrated}.sqlite"
    must(run(house, "db", "upgrade", failpoint="mid-migration:3", MODERATION_DATABASE_URL=url), CODE)
    must(run(house, "db", "upgrade", MODERATION_DATABASE_URL=url), 0)
    must(run(house, "audit", "verify", MODERATION_DATABASE_URL=url), 0)


def must(code: int, wanted: int) -> None:
    """The exit code is the one that was wanted."""
    if code != wanted:
        raise CommandError(f"exit code {code} instead of {wanted}")


def _wait_for(house: House, mark: str) -> None:
    """Wait until the comment with this mark is stored."""
    engine = sa.create_engine(house.database_url, poolclass=sa.NullPool)
    wanted = sa.select(sa.func.count()).select_from(tables.comments).where(tables.comments.c.body.contains(mark))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with engine.connect() as connection:
            if connection.execute(wanted).scalar_one():
                return
        time.sleep(0.2)
    raise CommandError(f"{mark} was never stored")
