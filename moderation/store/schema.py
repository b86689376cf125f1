"""The shape of the database: bringing it up to date, and telling whether it is."""

from pathlib import Path

import sqlalchemy as sa

from moderation.domain.errors import ModerationError
from moderation.store import sizes
from moderation.store.engine import Connection, Database

HEAD = "0007"  # the newest script in migrations/versions; a test holds the two together
LOCK = 7076112023  # of all who might upgrade at once: any number nobody else uses
MIGRATIONS = Path(__file__).parent / "migrations"


class NewerDatabaseError(ModerationError):
    """The database was written by a newer release than this one."""


def upgrade(database: Database) -> None:
    """Run the migrations that are missing. Safe to run again, also by two processes at once.

    Raises:
        NewerDatabaseError: This release does not know the database's shape.
    """
    database.reshape(upgrade_within)


def upgrade_within(connection: Connection) -> None:
    """The same, within somebody's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    found = revision(connection)
    if found == HEAD:
        return
    if not knows(found):
        raise NewerDatabaseError(found)
    _run("upgrade", connection, "head")


def reshape_empty(connection: Connection, wanted: str) -> None:
    """Give tables without rows the shape of another revision, older or newer.

    Raises:
        NewerDatabaseError: This release does not know the shape they have.
    """
    found = revision(connection)
    if found == wanted:
        return
    if not knows(found):
        raise NewerDatabaseError(found)
    if found:
        _run("downgrade", connection, "base")
    _run("upgrade", connection, wanted)


def _run(direction: str, connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - a third of a second to import, needed here only
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    {"upgrade": command.upgrade, "downgrade": command.downgrade}[direction](config, target)
    if connection.dialect.name == "sqlite" and revision(connection) == HEAD:
        sizes.tell(connection)


def knows(found: str) -> bool:
    """Whether this release can bring a database of that revision up to date."""
    return not found or (MIGRATIONS / "versions" / f"v{found}.py").exists()


def revision(connection: Connection) -> str:
    """The revision the database is at; empty if it is new."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""
