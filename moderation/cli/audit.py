"""``audit``: whether what was written down is still what was done."""

import sys

import click

from moderation.cli import house
from moderation.services import ledger

FLAWS = {
    "altered": "Site {site}: link {place} is not what was written, or the one before it is not.",
    "gap": "Site {site}: link {place} is missing.",
    "head": "Site {site}: the chain ends at link {place}, but its signed head says otherwise, or is missing.",
    "cut": "Site {site}: the chain was cut at link {place} without our signature.",
    "loose": "{place} lines have waited for their place for more than a minute: is `moderation worker` running?",
    "unfounded": "Site {site}: the status of comment {place} is not the one that its last line says.",
}


@click.group()
def audit() -> None:
    """Look after the record of everything that was done."""


@audit.command()
def verify() -> None:
    """Check every chain from its beginning, and every comment's status against it. Exit code 1 if anything is wrong.

    Read-only, and safe to run while the service runs. Needs the fingerprint key.
    """
    context = house.parts(house.settings())
    keys = {site.id: site.key for site in context.directory.every()}
    flaws = 0
    for flaw in ledger.verify(context.database, context.fingerprints.chain, context.clock()):
        flaws += 1
        site = keys.get(flaw.site, f"number {flaw.site}") if flaw.site else "of the whole house"
        click.echo(FLAWS[flaw.code].format(site=site, place=flaw.place), err=True)
    click.echo(f"{flaws} flaws." if flaws else "The audit is whole.")
    sys.exit(1 if flaws else 0)
