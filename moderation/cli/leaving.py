"""``export``: everything can be taken out again."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from moderation.bootstrap import Context
from moderation.cli import house
from moderation.cli.people import fingerprint
from moderation.domain.errors import ForbiddenError, KeylessError
from moderation.domain.moderator import Moderator
from moderation.runtime.trouble import Trouble
from moderation.services import exporting, people
from moderation.services.exporting import FORMS, Leaving
from moderation.transfer import WRITERS

STDOUT = Path("-")


@click.command()
@click.option("--site", "key", required=True, help="Whose comments.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(WRITERS)),
    default="jsonl",
    show_default=True,
    help="jsonl carries everything; wxr is for WordPress.",
)
@click.option(
    "--with-emails", is_flag=True, help="With addresses: needs an admin's login, and is written into the audit."
)
@click.option("--admin", metavar="EMAIL", help="Whose login it is.  [default: asked for]")
@click.option("--password-stdin", is_flag=True, help="Read the admin's password from standard input.")
@click.option(
    "--output",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    help="A file, for its owner alone; - is standard output.",
)
def export(  # noqa: PLR0913 - what the command line offers
    key: str, form: str, admin: str | None, file: Path, *, with_emails: bool, password_stdin: bool
) -> None:
    """Write down all comments of a site, whatever their status, with their pages, while the service runs.

    A file takes its name only when it is whole. Without --with-emails there is no address in it; what links the comments
    of one author is then a keyed hash, in jsonl only.
    """
    context = house.parts(house.settings())
    site, at = context.directory.by_key(key), context.clock()
    person = _admin(context, admin, from_stdin=password_stdin) if with_emails else None
    try:
        told = exporting.export(context.database, Leaving(site, FORMS[form], person, context.ring), at)
    except ForbiddenError:
        raise Trouble(f"Addresses are for admins of the site {key} only.") from None
    except KeylessError:
        raise Trouble(
            "The private key is not here, and without it no address opens: see MODERATION_SEAL_PRIVATE_KEY."
        ) from None
    with _output(file) as stream:
        pages, comments = WRITERS[form](stream, site, told, at)
    click.echo(f"{comments} comments on {pages} pages, {'with' if person else 'without'} addresses.", err=True)


def _admin(context: Context, email: str | None, *, from_stdin: bool) -> Moderator:
    """The person whose login this is."""
    address = email or click.prompt("Admin's e-mail", err=True)
    word = sys.stdin.readline().rstrip("\r\n") if from_stdin else click.prompt("Password", hide_input=True, err=True)
    found = people.proven(context.database, fingerprint(context, address), word)
    if not found:
        raise Trouble("There is no such login, or the password is another.")
    return found[0]


@contextmanager
def _output(path: Path) -> Iterator[BinaryIO]:
    """Standard output; or a file that has its name only when all of it is on disk."""
    if path == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    draft = path.with_name(f"{path.name}.partial")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(descriptor, 0o600)
            yield stream
            stream.flush()
            os.fsync(descriptor)
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
