"""``backup`` and ``restore``: everything that is worth keeping, in one file."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path

import click

from moderation import bootstrap
from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.cli import house
from moderation.cli.privacy import JOURNAL
from moderation.domain.archive import Header
from moderation.runtime.instance import Instance
from moderation.runtime.trouble import Trouble
from moderation.services import backup as backing
from moderation.services import restore as restoring
from moderation.services.backup import Place, Progress
from moderation.services.restore import Restoring

SHORTEST = 15  # characters: whoever has the file can guess as long as they like
STEPS = 1_000  # of the progress bar
KEYS = {
    "seal": "seal.key: no address in it can be opened",
    "fingerprint": "fingerprint.key: nobody is known, moderators cannot log in, and the audit cannot be verified",
}
PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="A file whose first line encrypts the backup. Without it, comments are in it in clear.",
)
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@FILE
@PASSPHRASE
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write everything that is worth keeping into FILE, while the service runs.

    FILE takes its name only when it is whole; an older one of that name is replaced then. Keys are not inside. Logins of
    the console are not either: whoever is logged in has to log in again after a restore.
    """
    context = bootstrap.build(house.settings(), house.NO_REDIS)
    place, started = Place(file, _passphrase(passphrase_file, SHORTEST)), time.monotonic()
    with closing(context.database), _bar("Writing") as tell:
        rows = backing.take(context.database, place, _keys(context), context.clock(), tell)
    _report(rows)
    seconds = time.monotonic() - started
    how = "encrypted" if place.passphrase else "NOT encrypted: comments are in it in clear"
    click.echo(f"{file}: {sum(rows.values())} rows, {file.stat().st_size} bytes, {seconds:.1f} seconds; {how}.")
    click.echo("Keys are not inside. Keep `keys/` apart from this file; without")
    click.echo("\n".join(f"  {lost}" for lost in KEYS.values()))


@click.command()
@FILE
@PASSPHRASE
@click.option("--replace", is_flag=True, help="Put it in the place of what is in the database, which is then lost.")
@click.option("--force", is_flag=True, help="Also while other sessions use the PostgreSQL database.")
def restore(file: Path, passphrase_file: Path | None, *, replace: bool, force: bool) -> None:
    """Put the backup FILE into the database, which may be of another kind than the one it was taken from.

    FILE is checked from end to end before anything is touched; then everything changes at once, or nothing. One of an
    older release is brought up to date. Stop the service first, and put the keys back first.
    """
    found = house.settings()
    found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    context = bootstrap.build(found, house.NO_REDIS)
    place, started = Place(file, _passphrase(passphrase_file, 1)), time.monotonic()
    asked = Restoring(place, Journal(found.data_dir / JOURNAL), replace, force)
    with closing(Instance(found.data_dir)), closing(context.database):
        with _bar("Checking") as tell:
            header, rows = restoring.examine(place, tell)
        with _bar("Restoring") as tell:
            erased = restoring.restore(context.database, asked, rows, context.clock(), tell)
    _report(rows)
    taken = f"{header.taken_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC from {header.database}, release {header.release}"
    seconds = time.monotonic() - started
    click.echo(f"{file}: {sum(rows.values())} rows restored in {seconds:.1f} seconds; taken {taken}.")
    if erased:
        click.echo(f"{erased} comments it brought back of people who had asked to be forgotten: erased again.")
    _warn(header, context)


def _keys(context: Context) -> Mapping[str, str]:
    return {"seal": context.sealer.key_id, "fingerprint": context.fingerprints.id}


def _warn(header: Header, context: Context) -> None:
    """Say which of the keys here are not those of the backup."""
    for name, ours in _keys(context).items():
        if header.keys.get(name) != ours:
            click.echo(f"moderation: The backup belongs to another {KEYS[name]} until that is put back.", err=True)


def _passphrase(path: Path | None, shortest: int) -> bytes:
    if path is None:
        return b""
    words = path.read_bytes().partition(b"\n")[0].rstrip(b"\r")
    if len(words) < shortest:
        raise Trouble(
            f"The passphrase in {path} is shorter than {shortest} characters: "
            f"make one, such as with `openssl rand -base64 24 > {path}`."
        )
    if path.stat().st_mode & 0o077:
        click.echo(f"moderation: Others can read {path}: `chmod 600 {path}`.", err=True)
    return words


def _report(rows: Mapping[str, int]) -> None:
    for name, count in sorted(rows.items()):
        click.echo(f"{count:>12}  {name}")


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar, on a terminal only."""
    with click.progressbar(length=STEPS, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda share: bar.update(int(share * STEPS) - bar.pos)
        bar.update(STEPS - bar.pos)
