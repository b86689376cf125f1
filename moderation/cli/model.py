"""``train`` and ``model``: the base that every site begins with, and what each site has made of it."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from moderation.cli import house, lines
from moderation.learning.base import LABELS, Row, build, choose
from moderation.learning.model import read_base, write_base
from moderation.runtime.trouble import Trouble
from moderation.store import models
from moderation.store.models import Version

SITE = click.option("--site", "key", required=True, help="Whose models.")


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="A folder of .jsonl files.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The model; `model.npz` in the data folder is used instead of ours.",
)
def train(data: Path, output: Path) -> None:
    """Make a base model from labelled texts: lines of {"text": "...", "label": "spam|ham|offensive|clean"}.

    Each file is one source. All sources have about the same say. The same files make the same model.
    """
    found = choose(_rows(data))
    if not {row.label for row in found} >= set(LABELS):
        raise Trouble(f"{data} must have texts of every label: {', '.join(LABELS)}.")
    click.echo(f"{len(found)} texts of {len({row.source for row in found})} sources", err=True)
    content = write_base(build(found, lambda step: click.echo(f"{step} ...", err=True)))
    output.write_bytes(content)
    click.echo(f"{output}: {len(content)} bytes, {read_base(content).digest}")


@click.group()
def model() -> None:
    """List what a site has learnt, or go back to an earlier state."""


@model.command("list")
@SITE
def list_models(key: str) -> None:
    """List a site's models, newest first; the one that judges has a star."""
    context = house.parts(house.settings())
    with closing(context.database), context.database.read() as connection:
        site, base = context.directory.by_key(key), context.base()
        versions = models.list_all(connection, site.id)
        live = models.live(connection, site.id, base.digest)
    for one in versions:
        click.echo(
            f"{'*' if one.version == live else ' '} {one.version}\t{one.made_at:%Y-%m-%d %H:%M} UTC\t{one.lessons} lessons{_figures(one)}"
        )
    click.echo(f"{' ' if live else '*'} base\t{base.digest}")


@model.command()
@SITE
def rollback(key: str) -> None:
    """Go back to the model before the one that judges, or to the base. It goes on learning from there."""
    context = house.parts(house.settings())
    with closing(context.database):
        site, base, at = context.directory.by_key(key), context.base(), context.clock()
        with context.database.read() as connection:
            live = models.live(connection, site.id, base.digest)
        if not live:
            raise Trouble(f"The site {key} judges by the base already.")
        context.database.write(lambda connection: models.retire(connection, site.id, live, at))
        with context.database.read() as connection:
            now = models.live(connection, site.id, base.digest)
    click.echo(f"{live} judges no more; {now or 'the base'} does.")


def _figures(version: Version) -> str:
    told = [
        f"{question} macro-F1 {one['macro_f1']}"
        for question, one in version.figures.items()
        if one.get("macro_f1") is not None
    ]
    return "".join(f"\t{one}" for one in told) + ("\tretired" if version.retired_at else "")


def _rows(folder: Path) -> Iterator[Row]:
    files = sorted(folder.glob("*.jsonl"))
    with click.progressbar(files, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for file in bar:
            with file.open("rb") as content:
                for batch in lines.arriving(content):
                    yield from (_row(file.stem, line) for line in batch)


def _row(source: str, line: lines.Line) -> Row:
    found = lines.read(line, "text", "label")
    if found["label"] not in LABELS:
        raise Trouble(f"{source}.jsonl: line {line[0]}: the label is none of {', '.join(LABELS)}.")
    return Row(found["text"], found["label"], source, str(found.get("key") or found["text"]))
