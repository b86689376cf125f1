"""What nearly every test needs and takes longest to make: made once in a session, by the service's own means, then copied."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from functools import cache
from pathlib import Path

from flask import Flask

from moderation.adapters import keyring, passwords
from moderation.bootstrap import Context
from moderation.domain.moderator import Rights
from moderation.services import people
from moderation.store import schema
from moderation.store.engine import Database
from moderation.web.app import Surface, assembled, over
from tests.servers import Postgres

FILE = "moderation.sqlite"
_assembled = cache(assembled)
_hashed = cache(passwords.hashed)


def furnish(folder: Path) -> None:
    """Make keys, and a SQLite database of today's shape."""
    keyring.make_missing(folder / "keys")
    shape(f"sqlite:///{folder / FILE}")
    (folder / FILE).chmod(0o600)  # as the commands make it


def shape(url: str) -> None:
    """Give a database today's shape, by the migrations."""
    with closing(Database(url)) as database:
        schema.upgrade(database)


@contextmanager
def lent(server: Postgres, name: str, template: str) -> Iterator[str]:
    """A copy of a database, while it is needed; its address."""
    yield server.create_database(name, template)
    server.drop_database(name)


def copy_keys(furnished: Path, folder: Path) -> None:
    """Put a copy of the keys into another data folder, if there are none: as private as they were."""
    if not (folder / "keys").exists():
        shutil.copytree(furnished / "keys", folder / "keys")


def application(context: Context, surface: Surface = "all") -> Flask:
    """What ``create_app`` makes of these parts; routes and templates are those of the first one."""
    return over(context, surface, copy(_assembled(surface)))


def add_person(context: Context, address: str, name: str, rights: Rights, password: str) -> None:
    """Remember a person with a login, as the command does; the hash of the same password is the same, for it is made slowly."""
    person, login = people.newcomer(context.sealer, context.fingerprints, address, (name, rights), context.clock())
    hashed = _hashed(password)
    context.database.write(lambda connection: people.add(connection, person, login, hashed, context.clock()))
