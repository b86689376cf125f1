"""``doctor``: looks at every part the service depends on, and says what to do."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from moderation.bootstrap import ConfigurationError
from moderation.cli import house
from moderation.runtime.checkup import PARTS, Finding, Level, Patient, examine
from moderation.store.engine import Database

MARKS = {Level.WELL: "ok ", Level.LOOK: "?? ", Level.ACT: "!! "}


@click.command()
@click.option("--part", "parts", type=click.Choice(list(PARTS)), multiple=True, help="Look at this part only; may be given more than once.")  # fmt: skip
@click.option("--deep", is_flag=True, help="Also read the whole database, which may take minutes.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def doctor(parts: Sequence[str], *, deep: bool, as_json: bool) -> None:
    """Check every part and say what to do. Exit code 1 if something needs doing.

    ok: all is well. ??: worth knowing. !!: something needs doing.
    """
    try:
        findings = list(examine(_patient(deep=deep), parts or PARTS))
    except ConfigurationError as error:
        findings = [Finding("Settings", Level.ACT, str(error))]
    is_well = all(one.level is not Level.ACT for one in findings)
    if as_json:
        click.echo(json.dumps({"ok": is_well, "findings": [one._asdict() for one in findings]}, ensure_ascii=False))
    else:
        for one in findings:
            click.echo(f"{MARKS[one.level]} {one.part}: {one.sentence}")
    sys.exit(0 if is_well else 1)


def _patient(*, deep: bool) -> Patient:
    from moderation.services.relay import ROUTES  # noqa: PLC0415 - what the reconciler imports, needed by this command only
    from workers.reconciler import LOOPS  # noqa: PLC0415 - likewise

    found = house.settings()
    try:
        database = Database(found.database, found.sqlite_journal)
    except ValueError:
        database = None
    return Patient(found, database, lambda: datetime.now(UTC), tuple(LOOPS), tuple(ROUTES), deep=deep)
