"""Running commands as an operator does, in this process."""

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog

from moderation import bootstrap
from moderation.adapters.broker import Doorbell
from moderation.bootstrap import Context
from moderation.cli import main
from tests.prepared import application
from tests.submissions import a_submission


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "var"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path) -> Iterator[Run]:
    """Runs a command on a fresh machine: ``run("site", "list", stdin="…", MODERATION_…="…")``."""
    mask = os.umask(0o022)
    monkeypatch.setenv("MODERATION_DATA_DIR", str(data))

    def run(*arguments: str, stdin: str = "", **environment: str) -> Said:
        monkeypatch.setattr(sys, "stdin", StringIO(stdin))
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main(list(arguments))
        said = capsys.readouterr()
        return Said(int(left.value.code or 0), said.out, said.err)

    yield run
    os.umask(mask)
    structlog.reset_defaults()
    logging.basicConfig(force=True)


@pytest.fixture
def run(bare: Run, data: Path, furnished: Path) -> Run:
    """Runs a command where there are keys and a database."""
    shutil.copytree(furnished, data)
    assert bare("keys", "make").code == bare("db", "upgrade").code == 0
    return bare


@pytest.fixture
def news(run: Run) -> Context:
    """The parts of the service as commands see them, with the site ``news``."""
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    return bootstrap.build(bootstrap.configure(), "unix:///nonexistent")


class Still(Doorbell):
    """A bell that nobody hears: no worker runs beside these commands."""

    def ring(self) -> None:
        """Do nothing."""


def hand_in(context: Context, **changes: Any) -> str:
    """Hand in a comment; its id."""
    client = application(replace(context, doorbell=Still("unix:///nonexistent"))).test_client()
    answer = client.post("/v1/sites/news/comments", json=a_submission(**changes))
    assert answer.status_code == 202
    return str(answer.get_json()["id"])
