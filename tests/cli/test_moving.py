"""``import`` and ``export``, as an operator types them."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bench.imports import write_remark42, write_wordpress
from moderation.store.driver import sqlite3
from tests.cli.conftest import Run
from tests.exports import SAMPLES, isso

PASSWORD = "correct horse battery staple"
MANY = 6_000


@pytest.fixture
def news(bare: Run) -> Run:
    """Runs commands where there is a site ``news`` and an admin."""
    for words in (
        ["keys", "make"],
        ["db", "upgrade"],
        ["site", "add", "news", "--name", "News", "--origin", "https://news.example"],
    ):
        assert bare(*words).code == 0
    assert (
        bare(
            "moderator", "add", "ada@news.example", "--name", "A", "--role", "admin", "--password-stdin", stdin=PASSWORD
        ).code
        == 0
    )
    return bare


def test_an_import_says_what_became_of_everything(news: Run) -> None:
    said = news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news")

    assert said.code == 0
    assert "5 imported: approved=2 pending=1 rejected=1 spam=1" in said.out
    assert "line 88: no date that can be read" in said.out
    assert "`--map http://old.example=https://…`" in said.out
    assert news("audit", "verify").out == "The audit is whole.\n"


def test_a_report_has_no_address_and_nothing_of_the_content(news: Run, tmp_path: Path) -> None:
    outputs = [
        news("import", "remark42", str(SAMPLES / "remark42.jsonl"), "--site", "news"),
        news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news", "--dry-run"),
        news("import", "isso", str(isso(tmp_path)), "--site", "news"),
    ]

    for said in outputs:
        assert said.code == 0
        assert "@" not in said.out + said.err
        assert "203.0.113" not in said.out + said.err
        assert "this line is broken" not in said.out + said.err


def test_nothing_of_an_address_or_a_network_is_in_the_database(news: Run, data: Path, tmp_path: Path) -> None:
    news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news")
    news("import", "isso", str(isso(tmp_path)), "--site", "news")

    stored = b"".join(path.read_bytes() for path in data.glob("*.sqlite*")).lower()
    assert b"fatima@" not in stored
    assert b"203.0.113" not in stored


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["import", "disqus", "FILE", "--site", "news"], 1, "begins with <rss>"),
        (["import", "jsonl", "FILE", "--site", "news"], 1, "no export of this service"),
        (["import", "isso", "FILE", "--site", "news"], 1, "no database of Isso"),
        (["import", "wordpress", "/nonexistent", "--site", "news"], 1, "No such file"),
        (["import", "wordpress", "FILE", "--site", "other"], 1, "no such site"),
        (["import", "movabletype", "FILE", "--site", "news"], 2, "movabletype"),
        (["import", "wordpress", "FILE", "--site", "news", "--map", "nothing"], 2, "OLD=NEW"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(news: Run, words: list[str], code: int, why: str) -> None:
    said = news(*[str(SAMPLES / "wordpress.xml") if word == "FILE" else word for word in words])

    assert said.code == code
    assert why in said.err


def test_a_file_that_was_cut_off_comes_in_as_far_as_it_goes(news: Run, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xml"
    cut.write_text((SAMPLES / "wordpress.xml").read_text()[:4500])

    said = news("import", "wordpress", str(cut), "--site", "news")

    assert said.code == 1
    assert "imported: approved=2" in said.out
    assert "broken at line" in said.err


def test_an_export_is_for_its_owner_alone_and_has_no_addresses(news: Run, tmp_path: Path) -> None:
    news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news")
    file = tmp_path / "out.jsonl"

    said = news("export", "--site", "news", "--output", str(file))

    assert said.code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "@" not in file.read_text()
    assert json.loads(file.read_text().splitlines()[-1]) == {"end": {"pages": 2, "comments": 5}}
    assert not list(tmp_path.glob("*.partial"))


def test_addresses_need_an_admins_login(news: Run, tmp_path: Path) -> None:
    news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news")
    file = tmp_path / "out.jsonl"
    words = [
        "export",
        "--site",
        "news",
        "--with-emails",
        "--admin",
        "ada@news.example",
        "--password-stdin",
        "--output",
        str(file),
    ]

    assert news(*words, stdin="something else").code == 1
    assert not file.exists()
    assert news(*words, stdin=PASSWORD).code == 0
    assert "Fatima@example.ma" in file.read_text()


def test_what_was_exported_comes_in_again(news: Run, tmp_path: Path) -> None:
    news("import", "wordpress", str(SAMPLES / "wordpress.xml"), "--site", "news")
    news("site", "add", "copy", "--name", "Copy", "--origin", "https://news.example")
    file = tmp_path / "out"

    for form, source in (("jsonl", "jsonl"), ("wxr", "wordpress")):
        assert news("export", "--site", "news", "--format", form, "--output", str(file)).code == 0
        assert (
            "5 imported: approved=2 pending=1 rejected=1 spam=1"
            in news("import", source, str(file), "--site", "copy").out
        )


def _begin(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "moderation", *words]
    return subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _count(data: Path) -> int:
    with closing(sqlite3.connect(next(data.glob("*.sqlite")), timeout=30)) as connection:
        return int(connection.execute("SELECT count(*) FROM comments").fetchone()[0])


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        time.sleep(0.05)


@pytest.mark.alone
def test_killed_at_any_moment_it_goes_on(news: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "big.xml"
    with file.open("w") as stream:
        write_wordpress(stream, MANY)
    words = ["import", "wordpress", str(file), "--site", "news"]

    for enough in (500, 2_500):
        with _begin(*words) as process:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            _wait(lambda enough=enough: _count(data) >= enough)  # type: ignore[misc]
            helpers = children.read_text().split()
            process.send_signal(signal.SIGKILL)
        _wait(lambda helpers=helpers: not any(Path(f"/proc/{one}").exists() for one in helpers))  # type: ignore[misc]
        assert enough <= _count(data) < MANY
    said = news(*words)

    assert said.code == 0
    assert _count(data) == MANY
    assert f"{MANY} imported" not in said.out
    assert news("audit", "verify").out == "The audit is whole.\n"
    with closing(sqlite3.connect(next(data.glob("*.sqlite")))) as connection:
        replies = connection.execute("SELECT count(*) FROM comments WHERE parent IS NOT NULL").fetchone()[0]
        approved, shown = connection.execute(
            "SELECT (SELECT count(*) FROM comments WHERE status = 'approved'), sum(approved) FROM threads"
        ).fetchone()
    assert replies == MANY // 10
    assert approved == shown


@pytest.mark.alone
def test_memory_does_not_grow_with_the_file(news: Run, tmp_path: Path) -> None:
    most = []
    for name, count in (("little", 500), ("much", 10_000)):
        file = tmp_path / name
        with file.open("w") as stream:
            write_remark42(stream, count)
        with _begin("import", "remark42", str(file), "--site", "news", "--dry-run") as process:
            status, peak = Path(f"/proc/{process.pid}/status"), 0
            while process.poll() is None:
                lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
                peak = max([peak, *(int(line.split()[1]) for line in lines)])
                time.sleep(0.05)
        most.append(peak)

    assert most[1] < 300 * 1024
    assert most[1] < most[0] + 40 * 1024
