"""``keys``: what seals, opens, links and signs."""

import sys
from pathlib import Path

import click

from moderation import bootstrap
from moderation.adapters import keyring
from moderation.bootstrap import Context
from moderation.cli import house
from moderation.runtime.trouble import Trouble
from moderation.services import keys as service

FINISHED = (
    "Everything is sealed for key {new}. The old keys still stand behind it in seal.key, for whatever a web process that has "
    "not been restarted may seal for them. Restart every web process, then run `moderation keys rotate --retire`."
)


@click.group()
def keys() -> None:
    """Look after the keys."""


@keys.command()
def make() -> None:
    """Make the keys that are missing, in the data folder. Safe to run again: those that are there stay."""
    folder = house.settings().data_dir / "keys"
    keyring.make_missing(folder)
    click.echo(f"The keys are in {folder}. Keep a copy of seal.key elsewhere: without it no address can ever be read.")


@keys.command()
@click.option("--dry-run", is_flag=True, help="Only say how many addresses are sealed for which key.")
@click.option("--retire", is_flag=True, help="Then throw the old keys away, if nothing is sealed for them any more.")
def rotate(*, dry_run: bool, retire: bool) -> None:
    """Seal all addresses for a new key.

    Makes the new key, unless an earlier rotation has not been finished; then seals every address for it. Safe to be
    interrupted, to run again, and to run while the service does. Needs seal.key.
    """
    folder = house.settings().data_dir / "keys"
    if dry_run:
        _count(_context())
        return
    made = _begin(folder)
    context = _context()
    if _reseal(context) or made:
        service.note(context.database, "rotate", context.sealer.key_id, context.clock())
    if retire:
        _retire(context, folder)
    elif len(context.ring) > 1:
        click.echo(FINISHED.format(new=context.sealer.key_id))


def _context() -> Context:
    context = house.parts(bootstrap.configure())
    if not context.ring:
        raise Trouble(
            "There is no private key here: run this where seal.key is, or set MODERATION_SEAL_PRIVATE_KEY_FILE."
        )
    return context


def _count(context: Context) -> None:
    for key_id, count in sorted(service.count_by_key(context.database).items()):
        state = "present" if key_id == context.sealer.key_id else "old"
        click.echo(f"{key_id}\t{state}\t{count}")


def _begin(folder: Path) -> bool:
    """Make a new key, or go on where an earlier call was interrupted; whether one was made."""
    ring, path = _context().ring, folder / "seal.key"
    if not path.exists() or keyring.decode_ring(path.read_text()) != ring:
        if len(ring) == 1:
            raise Trouble(
                f"The private key is not the one in {path}: put a new key before it, with a blank in between, "
                "change MODERATION_SEAL_PUBLIC_KEY likewise, and run this again."
            )
    elif len(ring) == 1:
        keyring.rotate(folder)
        return True
    else:
        keyring.settle(folder)
    return False


def _reseal(context: Context) -> int:
    """Seal everything for the present key; how many addresses."""
    present = context.sealer.key_id
    total = sum(count for key_id, count in service.count_by_key(context.database).items() if key_id != present)
    with click.progressbar(length=total, label="Sealing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        left = service.reseal(context.database, context.ring, context.sealer, bar.update)
    click.echo(f"{total - left} addresses were sealed for key {present}.")
    if left:
        raise Trouble(
            f"{left} addresses are sealed for keys that are not here: add those keys behind the others in seal.key."
        )
    return total


def _retire(context: Context, folder: Path) -> None:
    if set(service.count_by_key(context.database)) - {context.sealer.key_id}:
        raise Trouble("Something has just been sealed for an old key: restart every web process, then run this again.")
    keyring.retire(folder)
    service.note(context.database, "retire", context.sealer.key_id, context.clock())
    click.echo(f"Key {context.sealer.key_id} is the only one now.")
