"""The whole service as its operator starts it: ``moderation up`` in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATIENCE = 60.0  # seconds; a machine that others keep busy is slow


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.text)


@dataclass
class Service:
    """``moderation up --demo`` on a free port, with its own data folder."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Start it and wait until it is ready."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "log.txt"
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def start(self) -> None:
        """Start it, also after ``stop``."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        ours = {
            "MODERATION_DATA_DIR": str(self.folder / "data"),
            "MODERATION_BIND": f"127.0.0.1:{self.port}",
            **self.environment,
        }
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "moderation", "up", "--demo"]
            self.process = subprocess.Popen(command, env=inherited | ours, stdout=log, stderr=log)
        wait_until(lambda: self.get("/readyz").status == 200 and self.get("/readyz").json["workers"], self.said)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def kill(self, name: str) -> None:
        """End a part without a chance to tidy up; if it is just being restarted, it has ended already."""
        with suppress(ProcessLookupError):
            os.kill(self.parts()[name], signal.SIGKILL)

    def parts(self) -> dict[str, int]:
        """The numbers of the processes that were started last, by name."""
        found = {}
        for line in self.said().splitlines():
            if line.startswith("{") and '"pid"' in line:
                event = json.loads(line)
                if event["event"] in {"part_started", "part_restarted"}:
                    found[event["name"]] = event["pid"]
        return found

    def said(self) -> str:
        """Everything it has written."""
        return self.log.read_text()

    def get(self, path: str, **headers: str) -> Answer:
        """GET; status 0 if nobody answers."""
        return ask(Request(self.url + path, headers=headers))  # noqa: S310 - our own address

    def read(self, path: str, **headers: str) -> Any:
        """GET of JSON; tries again while nobody answers, for a part that was killed needs its second to come back."""
        answer = insist(Request(self.url + path, headers=headers))  # noqa: S310 - our own address
        assert answer.status == 200, answer
        return answer.json

    def post(self, path: str, body: object, **headers: str) -> Answer:
        """POST of JSON; tries again while nobody answers, as a client with a key would."""
        data, given = json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
        return insist(Request(self.url + path, data, given))  # noqa: S310 - our own address


def insist(request: Request) -> Answer:
    """One request, again and again for a minute at most while nobody answers or the service asks to come again."""
    until = time.monotonic() + PATIENCE
    while True:
        answer = ask(request)
        if answer.status not in {0, 503} or time.monotonic() > until:
            return answer
        time.sleep(0.1)


def ask(request: Request) -> Answer:
    """One request; refusals are answers too."""
    try:
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - our own address
            return Answer(response.status, dict(response.headers), response.read().decode())
    except HTTPError as refusal:
        return Answer(refusal.code, dict(refusal.headers), refusal.read().decode())
    except (OSError, HTTPException):  # nobody there, or gone in the middle of a sentence
        return Answer(0, {}, "")


def wait_until(fact: Any, explain: Any = lambda: "", patience: float = PATIENCE) -> None:
    """Wait until a fact is true; for a minute at most, or as many seconds as are given."""
    until = time.monotonic() + patience
    while not fact():
        assert time.monotonic() < until, f"This has not become true. {explain()}"
        time.sleep(0.05)


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
