"""``privacy``: what is kept about one person. Whether we know them makes no difference to how we answer."""

import json
import os
import sys
from datetime import UTC
from pathlib import Path

import click

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.cli import house
from moderation.cli.people import canonical, fingerprint
from moderation.domain.errors import NotFoundError
from moderation.services import erase as eraser
from moderation.services import people, privacy
from moderation.services.erase import Person
from moderation.store import erasures

JOURNAL = "erasures.jsonl"
EMAIL = click.argument("email")
SITE = click.option("--site", "key", help="Only what this site keeps.  [default: all sites]")


@click.group(name="privacy")
def group() -> None:
    """Find, hand out or erase what is kept about one person.

    EMAIL may be `-`: then it is read from standard input, and stands in no list of processes.
    """


@group.command()
@EMAIL
@SITE
def find(email: str, key: str | None) -> None:
    """Say how much is kept: site, comments by status, sealed addresses, first and last comment, notes about them."""
    context, address = _open(email)
    for site, found in privacy.find(context.database, _person(context, address, key)):
        counts = " ".join(f"{status}={count}" for status, count in sorted(found.counts.items())) or "-"
        days = [f"{at:%Y-%m-%d}" if at else "-" for at in (found.first, found.last)]
        click.echo("\t".join([site.key, counts, f"addresses={found.contacts}", *days, f"notes={found.notes}"]))
    click.echo(f"login of a moderator: {'yes' if _is_moderator(context, address) else 'no'}")


@group.command()
@EMAIL
@SITE
@click.option(
    "--output", type=click.Path(path_type=Path), help="A file, for its owner alone.  [default: standard output]"
)
def export(email: str, key: str | None, output: Path | None) -> None:
    """Write down all that is kept, as JSON. Addresses are opened if the private key is here; each site's audit gets a line."""
    context, address = _open(email)
    kept = privacy.export(context.database, _person(context, address, key), context.ring, context.clock())
    taken_at = context.clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    said = {"address": address, "taken_at": taken_at, "moderator": _is_moderator(context, address), "sites": kept}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)


@group.command()
@EMAIL
@SITE
@click.option("--comments", "with_comments", is_flag=True, help="Remove the comments too, not only who wrote them.")
def erase(email: str, key: str | None, *, with_comments: bool) -> None:
    """Forget a person: name, website, address, fingerprint and network go; what they said stays, and is nobody's.

    Safe to be killed and to run again. A moderator's login is not touched: see `moderation moderator remove`.
    """
    found = house.settings()
    context, address, journal = house.parts(found), _canonical(email), Journal(found.data_dir / JOURNAL)
    scope = erasures.COMMENTS if with_comments else erasures.AUTHOR
    eraser.erase(context.database, journal, _person(context, address, key), scope, context.clock())
    click.echo("Erased: nothing that was submitted until now is linked to this address any more.")
    if not with_comments:
        click.echo("What people wrote about themselves in the text of a comment is not looked for.")


def _open(email: str) -> tuple[Context, str]:
    return house.parts(house.settings()), _canonical(email)


def _canonical(email: str) -> str:
    """The address that was given, in the form in which addresses are compared."""
    return canonical(sys.stdin.readline().strip() if email == "-" else email)


def _person(context: Context, address: str, key: str | None) -> list[Person]:
    sites = [context.directory.by_key(key)] if key else context.directory.every()
    return [Person(site, context.fingerprints.author(site.id, address)) for site in sites]


def _is_moderator(context: Context, address: str) -> bool:
    with context.database.read() as connection:
        try:
            people.find(connection, fingerprint(context, address))
        except NotFoundError:
            return False
    return True
