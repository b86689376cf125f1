"""``import``: comments come in from elsewhere."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from moderation.cli import house
from moderation.runtime.trouble import Trouble
from moderation.services.importing import Importer
from moderation.services.movement import Moving, Report
from moderation.services.schooling import teach
from moderation.transfer import READERS
from moderation.transfer.opened import Progress

LARGE = 4 << 20  # bytes of a file from which on it is worth to start more processes
PROCESSES = 2  # more would wait for the one that writes
STEPS = 1_000  # of the progress bar
LEFT = {
    "malformed": "left out: cannot be read",
    "foreign": "left out: on a page outside the site's origins",
    "page": "left out: on a page that the file does not name, or not by a web address",
    "kind": "left out: no comment of a person (pingback, trackback, note of a shop)",
    "deleted": "left out: deleted there",
    "empty": "left out: says nothing",
    "long": "left out: longer than 65,536 characters",
    "erased": "left out: by somebody who has asked this site to be forgotten",
}
DROPPED = {
    "address": "without the address, which was none",
    "website": "without the website, which was no web address",
    "parent": "standing by itself: what it answers is not here",
}


@click.command("import")
@click.argument("source", type=click.Choice(list(READERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--site", "key", required=True, help="Whose comments they become.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="OLD=NEW",
    help="Pages whose URL begins with OLD begin with NEW here; may be given more than once.",
)
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done, and write nothing.")
def import_(source: str, file: Path, key: str, maps: tuple[str, ...], *, dry: bool) -> None:
    """Take over the comments in FILE, an export of another system, or of ours (jsonl). FILE may be compressed by gzip.

    \b
    wordpress   the file of Tools > Export (WXR)
    disqus      the file of Export comments (XML)
    isso        the SQLite file; Isso may be running
    remark42    its backup
    jsonl       what `moderation export` writes

    Safe to run while the service runs, to be killed, and to run again: what is here already is not taken twice. Addresses
    are sealed at once; IP addresses are not kept. Comments keep their status, their time and what they answer.
    """  # noqa: D301 - click wants the character itself, to leave the lines as they are
    context, started = house.parts(house.settings()), time.monotonic()
    site, at = context.directory.by_key(key), context.clock()
    processes = min(os.cpu_count() or 1, PROCESSES) if file.stat().st_size > LARGE else 0
    moving = Moving(site, source, dict(map(_pair, maps)), processes, dry)
    importer = Importer(context.database, context.sealer, context.fingerprints)
    with _bar("Reading") as tell:
        report = importer.run(moving, READERS[source](file, tell), at)
    lessons = 0 if dry else teach(context.database, moving.origin, context.fingerprints, at)
    _say(report, lessons, dry=dry, seconds=time.monotonic() - started)
    if report.trouble:
        raise Trouble(report.trouble[0])


def _pair(value: str) -> tuple[str, str]:
    old, _, new = value.partition("=")
    if not old or not new:
        raise click.BadParameter(
            f"“{value}” is no OLD=NEW, such as http://old.example=https://new.example", param_hint="--map"
        )
    return old, new


def _say(report: Report, lessons: int, *, dry: bool, seconds: float) -> None:
    counts = report.counts
    would = "would be " if dry else ""
    by_status = " ".join(f"{name.removeprefix('status:')}={count}" for name, count in _named(report, "status:"))
    click.echo(f"{counts['read']:>9} read, and {counts['pages']} pages, in {seconds:.1f} seconds")
    click.echo(f"{counts['imported']:>9} {would}imported{f': {by_status}' if by_status else ''}")
    click.echo(f"{counts['there']:>9} there already")
    for words, kind in ((LEFT, "left:"), (DROPPED, "dropped:")):
        for name, count in _named(report, kind):
            click.echo(f"{count:>9} {words[name.removeprefix(kind)]}")
    _say_where(report)
    if lessons:
        click.echo(f"{lessons:>9} of the newest teach the site's filter")


def _say_where(report: Report) -> None:
    """Which records are broken, and where the pages are that were left out."""
    for one in report.broken:
        click.echo(f"          line {one.place}: {one.what}")
    if report.counts["left:malformed"] > len(report.broken):
        click.echo(f"          and {report.counts['left:malformed'] - len(report.broken)} more")
    for origin, count in report.origins.most_common(3):
        click.echo(f"          pages left out at {origin}: {count}; `--map {origin}=https://…` says where they are now")


def _named(report: Report, kind: str) -> list[tuple[str, int]]:
    return sorted((name, count) for name, count in report.counts.items() if name.startswith(kind) and count)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar, on a terminal only."""
    with click.progressbar(length=STEPS, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda share: bar.update(int(share * STEPS) - bar.pos)
        bar.update(STEPS - bar.pos)
