"""Logs are one line for one event, and never what fails."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import logging, structlog
from moderation.runtime import logs
logs.configure("info", "json")
for number in range(3000):
    structlog.get_logger().info("event", number=number)
logging.getLogger("rq").warning("of a library")
print("done")
"""


def run(errors: Path) -> str:
    """What a program says that logs into this file."""
    with errors.open("w") as stderr:
        done = subprocess.run(
            (sys.executable, "-c", PROGRAM), stdout=subprocess.PIPE, stderr=stderr, text=True, check=True
        )
    return done.stdout


def test_where_nothing_can_be_written_work_goes_on() -> None:
    assert run(Path("/dev/full")) == "done\n"


def test_events_are_lines_of_json(tmp_path: Path) -> None:
    assert run(tmp_path / "log") == "done\n"

    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line["number"] for line in lines[:-1]] == list(range(3000))
    assert lines[-1]["event"] == "of a library"
