"""The ``moderation`` command. Exit codes: 0 done, 1 it could not be done and why, 2 it was asked for in the wrong way."""

import sys

import click

from moderation import __version__
from moderation.adapters.base_model import BrokenModelError
from moderation.bootstrap import ConfigurationError
from moderation.cli import (
    audit,
    backup,
    blocks,
    database,
    doctor,
    keys,
    leaving,
    model,
    moving,
    outbox,
    people,
    privacy,
    running,
    scoring,
    sites,
    threads,
    tokens,
)
from moderation.domain.archive import ArchiveError, RefusedError
from moderation.domain.errors import ModerationError, UnavailableError
from moderation.domain.moved import MoveError
from moderation.runtime.trouble import Trouble
from moderation.store.schema import NewerDatabaseError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moderation")
def commands() -> None:
    """Comments for newspapers: held until they are checked, with addresses sealed, Arabic first."""


for command in (blocks.block, blocks.trust, blocks.unblock, blocks.list_blocks):
    sites.site.add_command(command)

for command in (
    running.up, running.web, running.worker, database.db, keys.keys, sites.site, threads.thread, people.moderator, tokens.token,
    audit.audit, privacy.group, outbox.outbox, backup.backup, backup.restore,
    moving.import_, leaving.export,
    scoring.score, scoring.evaluate, model.train, model.model,
    doctor.doctor,
):  # fmt: skip
    commands.add_command(command)


SENTENCES: dict[type[ModerationError], str] = {  # the first that fits
    NewerDatabaseError: "The database has the shape of a newer release ({}): install that release, or restore a backup.",
    UnavailableError: (
        "The database cannot be used: check MODERATION_DATABASE_URL, and that its disk is there, writable and not full."
    ),
    ArchiveError: "The backup {}.",
    RefusedError: "{}",
    MoveError: "{}",
    BrokenModelError: "{}",
    ModerationError: "There is no such {}.",
}


def main(arguments: list[str] | None = None) -> None:
    """Run a command; what an operator can mend is said in one sentence."""
    try:
        sys.exit(commands.main(arguments, standalone_mode=True))
    except (Trouble, ConfigurationError, ValueError) as trouble:
        _give_up(str(trouble))
    except ModerationError as error:
        _give_up(next(words for kind, words in SENTENCES.items() if isinstance(error, kind)).format(error))
    except OSError as error:
        _give_up(f"{error.strerror}: {error.filename}" if error.filename else str(error))


def _give_up(sentence: str) -> None:
    click.echo(f"moderation: {sentence}", err=True)
    sys.exit(1)
