"""``keys``: what seals, opens, links and signs."""

import click

from moderation.adapters import keyring
from moderation.cli import house


@click.group()
def keys() -> None:
    """Look after the keys."""


@keys.command()
def make() -> None:
    """Make the keys that are missing, in the data folder. Safe to run again: those that are there stay."""
    folder = house.settings().data_dir / "keys"
    keyring.make_missing(folder)
    click.echo(f"The keys are in {folder}. Keep a copy of seal.key elsewhere: without it no address can ever be read.")
