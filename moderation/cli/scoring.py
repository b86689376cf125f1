"""``score`` and ``evaluate``: what the filter says of texts, and how often it is right."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import numpy as np

from moderation.adapters import base_model, wording
from moderation.adapters.wording import LANGUAGES
from moderation.cli import house, lines
from moderation.cli.lines import Line, LineError
from moderation.domain.evidence import Rules
from moderation.domain.policy import Judgement, Policy
from moderation.learning.measures import measure
from moderation.learning.model import ANSWERS
from moderation.services.estimate import Estimator
from moderation.services.score import Scorer
from moderation.web import words

SITE = click.option("--site", help="Judge as this site does, with all it has taught; else as a new site would.")
QUESTIONS = {label: (question, label == question) for question, labels in ANSWERS.items() for label in labels}
BATCH = 256


@click.command()
@SITE
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the reasons.")
def score(site: str | None, language: str) -> None:
    """Judge texts: JSON lines on standard input, an answer for each on standard output, in order.

    A line is {"id": ..., "text": "..."}; what else is in it is ignored. An answer has the probabilities "spam" and
    "offensive", the "verdict" approve, hold or spam, and the signals with their reasons and the places in the text. Only
    the text counts: who wrote it, and what became of their other comments, does not. Nothing is stored.
    """
    scorer, failed = _scorer(site), False
    for batch in lines.arriving(sys.stdin.buffer):
        for line, judged in _judged(scorer, batch):
            failed |= isinstance(judged, LineError)
            click.echo(json.dumps(_answer(line, judged, language), ensure_ascii=False))
    sys.exit(failed)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@SITE
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def evaluate(file: Path, site: str | None, *, as_json: bool) -> None:
    """Say how often the filter is right about the labelled texts in FILE, lines of {"text": "...", "label": "..."}.

    Of "spam" and "ham" it is asked for spam, of "offensive" and "clean" for offence; an answer from 0.5 on is a yes. In
    brackets: the interval of 95 %, from a thousand samples of the same rows (bootstrap).
    """
    scorer = _scorer(site)
    answers: dict[str, list[tuple[bool, float]]] = {}
    with file.open("rb") as content, _bar(file) as bar:
        for batch in lines.arriving(content):
            for question, is_true, score_ in _compared(scorer, batch):
                answers.setdefault(question, []).append((is_true, score_))
            bar.update(sum(len(line) + 1 for _, line in batch))
    if not answers:
        raise click.ClickException(f"{file} is empty.")
    found = {question: _measured(rows) for question, rows in answers.items()}
    click.echo(json.dumps(next(iter(found.values())) if len(found) == 1 else found) if as_json else _table(found))


def _scorer(key: str | None) -> Scorer:
    found = house.settings()
    if key is None:
        estimator = Estimator(lambda: base_model.load(found.data_dir))
        return Scorer(estimator, estimator.stranger(), Rules(), Policy())
    context = house.parts(found)
    with closing(context.database), context.database.read() as connection:
        site = context.directory.by_key(key)
        return Scorer(context.estimator, context.estimator.know(connection, site.id), site.rules, site.policy)


def _judged(scorer: Scorer, batch: Sequence[Line]) -> list[tuple[Mapping[str, Any], Judgement | LineError]]:
    """Each line with what is thought of its text, or what is wrong with it."""
    found: list[tuple[Mapping[str, Any], Judgement | LineError]] = []
    for at in range(0, len(batch), BATCH):
        rows = [_read(line) for line in batch[at : at + BATCH]]
        judgements = iter(scorer.score([row["text"] for row in rows if not isinstance(row, LineError)]))
        found += [({}, row) if isinstance(row, LineError) else (row, next(judgements)) for row in rows]
    return found


def _read(line: Line) -> Mapping[str, Any] | LineError:
    try:
        return lines.read(line, "text")
    except LineError as error:
        return error


def _answer(line: Mapping[str, Any], judged: Judgement | LineError, language: str) -> dict[str, Any]:
    if isinstance(judged, LineError):
        return {"id": None, "error": str(judged)}
    catalogue = wording.catalogue(language)
    signals = [
        {
            "check": signal.check, "code": signal.reason.code, "weight": round(signal.weight, 4),
            "reason": words.of_reason(catalogue, signal.reason), "spans": signal.spans,
        }
        for signal in judged.signals
    ]  # fmt: skip
    return {
        "id": line.get("id"), "spam": round(judged.score, 6), "offensive": round(judged.offensive or 0.0, 6),
        "verdict": judged.verdict, "signals": signals,
    }  # fmt: skip


def _compared(scorer: Scorer, batch: Sequence[Line]) -> list[tuple[str, bool, float]]:
    """The question, the truth and the answer for each line.

    Raises:
        LineError: A line cannot be read, or has no label of ours.
    """
    compared = []
    for line, judged in zip(batch, _judged(scorer, batch), strict=True):
        row, judgement = judged
        if isinstance(judgement, LineError):
            raise judgement
        if row.get("label") not in QUESTIONS:
            raise LineError(f"line {line[0]}: the label is none of {', '.join(QUESTIONS)}")
        question, is_true = QUESTIONS[row["label"]]
        compared.append((question, is_true, judgement.score if question == "spam" else judgement.offensive or 0.0))
    return compared


def _measured(rows: Sequence[tuple[bool, float]]) -> dict[str, Any]:
    labels, scores = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    found = measure(labels, scores)
    return {
        "n": len(rows),
        **{name: _number(value) for name, (value, _, _) in found.items()},
        "intervals": {name: [_number(low), _number(high)] for name, (_, low, high) in found.items()},
    }


def _number(value: float) -> float | None:
    """As JSON has it: nothing where there is nothing to measure."""
    return None if np.isnan(value) else round(value, 4)


def _table(found: Mapping[str, Mapping[str, Any]]) -> str:
    rows = []
    for question, figures in found.items():
        rows.append(f"{question}: {figures['n']} texts")
        for name, (low, high) in figures["intervals"].items():
            value = figures[name]
            rows.append(f"  {name:<20} " + ("-" if value is None else f"{value:.3f}  [{low:.3f}, {high:.3f}]"))
    return "\n".join(rows)


def _bar(file: Path) -> Any:
    return click.progressbar(
        length=file.stat().st_size, label="Judging", file=sys.stderr, hidden=not sys.stderr.isatty()
    )
