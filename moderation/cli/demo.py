"""The demo: a site whose pages are our own, and a login for its console that is made once and said at every start."""

import os
from pathlib import Path

from moderation.adapters import passwords
from moderation.bootstrap import Context, Settings
from moderation.cli import people as moderators
from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Rights, Role
from moderation.services import people
from moderation.store import sites
from moderation.store.engine import Connection

SITE = "demo"
NAME = "جريدة الساحل"
LOGIN = "admin@demo.example"


def prepare(context: Context, found: Settings) -> str:
    """Make what is missing of the demo; its login and password, for people to read. Safe to run again."""
    context.database.write(lambda connection: _site(connection, context, found))
    with context.database.read() as connection:
        try:
            people.find(connection, context.fingerprints.moderator(LOGIN))
        except NotFoundError:
            is_new = True
        else:
            is_new = False
    path = found.data_dir / "demo-password"
    if is_new:
        _write(path, passwords.make())
        moderators.add_person(context, LOGIN, "Demo", Rights(Role.ADMIN), path.read_text().strip())
    return f"{LOGIN}  {path.read_text().strip()}" if path.exists() else LOGIN


def _site(connection: Connection, context: Context, found: Settings) -> None:
    known = {site.key: site for site in sites.list_all(connection)}
    origins = list(found.origins)
    if SITE not in known:
        sites.add(connection, {"key": SITE, "name": NAME, "origins": origins, "choices": {}}, context.clock())
    elif known[SITE].origins != tuple(origins):
        sites.move(connection, SITE, origins)


def _write(path: Path, password: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password + "\n")
