"""What is written down: a part of bench/README.md, the plot, and all figures of all runs as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bench import plot, table
from bench.plan import Plan
from bench.session import Results

BEGIN, END = "<!-- speed: made by ./dev bench -->", "<!-- end of speed -->"
LOAD, CALM = "load before", 0.5  # of a machine that does nothing else
BUSY = "**The machine was busy with something else when this began, or just before (the load above looks back): if it was still so, these figures are worth little.**"
README, PLOT, DATA = "README.md", "speed.svg", "speed.json"


def write(folder: Path, text: str, results: Results, facts: Mapping[str, object]) -> None:
    """Replace what was measured before; other parts of the README stay as they are."""
    readme = folder / README
    old = readme.read_text() if readme.exists() else f"{BEGIN}\n{END}\n"
    before, _, rest = old.partition(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}")
    (folder / PLOT).write_text(plot.draw(results.medians()))
    data = {"facts": facts, "runs": results.runs, "missing": results.missing}
    (folder / DATA).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def describe(results: Results, plan: Plan, facts: Mapping[str, str]) -> str:
    """The text with both tables."""
    medians = results.medians()
    parts = [
        _facts(facts),
        _conditions(plan),
        BUSY if float(facts.get(LOAD, "0").split()[0]) > CALM else "",
        table.systems(medians),
        *(f"{name}: not measured, or not to the end: {why}." for name, why in results.missing.items()),
        table.limits(medians),
        *([f"![The same as bars, on a logarithmic scale]({PLOT})"] if plot.draw(medians) else []),
        _failed(medians),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def facts(found: Mapping[str, str], command: str, plan: Plan) -> dict[str, object]:
    """What belongs to the figures as data."""
    return {**found, "command": command, "plan": asdict(plan)}


def _conditions(plan: Plan) -> str:
    return (
        f"Medians of {plan.runs} runs; each system had an empty store and the machine to itself, load included.\n"
        f"Submissions went to {plan.threads} pages; a load lasted {plan.seconds:g} s at most.\n"
        f"The large store held {plan.growth:,} comments, {plan.pending:,} of them waiting for a person, the small one {plan.small:,}; "
        "both were measured once.\nOn another machine all figures are other ones: compare the columns, not the days."
    )


def _facts(found: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in found.items() if value)


def _failed(medians: table.Medians) -> str:
    """Nothing to be said if every answer was good."""
    bad = [
        f"{number:,.0f} of {name} in {figure.removesuffix('.failed')}"
        for name, figures in medians.items()
        for figure, number in figures.items()
        if figure.endswith(".failed") and number
    ]
    return f"**Answers that were refusals or errors, and do not count above:** {'; '.join(bad)}." if bad else ""
