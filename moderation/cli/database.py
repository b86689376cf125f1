"""``db``: the shape of the database."""

import click

from moderation import bootstrap
from moderation.cli import house
from moderation.store import schema


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database up to date. Safe to run again, also while the service runs."""
    found = house.settings()
    found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)  # where SQLite lives, if it does
    context = bootstrap.build(found, house.NO_REDIS)
    schema.upgrade(context.database)
    click.echo(f"The database is up to date ({schema.HEAD}).")
