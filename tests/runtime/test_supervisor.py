"""The supervisor, with real processes: it lives in one of its own, because it forks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import PATIENCE

HOUSE = """
import os, signal, subprocess, sys, time
from pathlib import Path
import redis
from moderation.runtime import post
from moderation.runtime.child import Part
from moderation.runtime.supervisor import supervise
from moderation.runtime.trouble import Trouble

def note(name, word):
    with (Path(sys.argv[1]) / name).open("a") as file:
        file.write(f"{word}\\n")

def part(name, then=lambda: time.sleep(600), ground=False):
    def run():
        note(name, os.getpid())
        then()
    return Part(name, run, ground)

def says(name):
    def end(*_):
        note("ends", name)
        sys.exit(0)
    def then():
        signal.signal(signal.SIGTERM, end)
        note("ready", name)
        time.sleep(600)
    return then

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("ready", "deaf")
    time.sleep(600)

def parent():
    note("grandchild", subprocess.Popen(["sleep", "600"]).pid)
    time.sleep(600)

def fails(error):
    def then():
        raise error
    return then

"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a supervisor by the last line of its program; its parts note their numbers in files of their names."""
    started = []

    def start(line: str) -> subprocess.Popen[str]:
        command = ("setpriv", "--pdeathsig", "TERM", sys.executable, "-c", HOUSE + line, str(tmp_path))
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def eventually(true: Callable[[], object]) -> None:
    """Wait until it is true."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "It never became true."
        time.sleep(0.02)


def words(file: Path, count: int = 1) -> list[str]:
    """The first words somebody has noted there, as soon as there are so many."""
    eventually(lambda: file.exists() and len(file.read_text().split()) >= count)
    return file.read_text().split()


def gone(process: str) -> bool:
    """Whether a process has ended; one that nobody has buried yet has, too."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_part_that_is_killed_again_and_again_is_always_restarted(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = house("post.LONGEST = 0.01; post.FAILED_STARTS = 3; sys.exit(supervise([part('a'), part('b')]))")
    (calm,) = words(tmp_path / "b")

    for times in range(1, 7):
        os.kill(int(words(tmp_path / "a", times)[-1]), signal.SIGKILL)

    assert not gone(words(tmp_path / "a", 7)[-1])
    assert words(tmp_path / "b") == [calm]
    assert supervisor.poll() is None


def test_parts_collect_nothing_of_what_they_share(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    house(
        "import gc; sys.exit(supervise([part('a', lambda: note('frozen', gc.get_freeze_count()) or time.sleep(600))]))"
    )

    assert int(words(tmp_path / "frozen")[0]) > 10_000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_all_cleanly(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path, number: signal.Signals
) -> None:
    supervisor = house("sys.exit(supervise([part('a'), part('b')]))")
    pids = words(tmp_path / "a") + words(tmp_path / "b")

    supervisor.send_signal(number)

    assert supervisor.wait(PATIENCE) == 0
    assert all(gone(pid) for pid in pids)


def test_a_restart_that_is_due_does_not_hold_up_the_end(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = house(
        "post.SHORTEST, post.SETTLED = 600, 0; sys.exit(supervise([part('a', lambda: None), part('b')]))"
    )
    eventually(lambda: gone(words(tmp_path / "a")[0]))
    words(tmp_path / "b")

    supervisor.terminate()

    assert supervisor.wait(PATIENCE) == 0


def test_the_ground_ends_last(house: Callable[[str], subprocess.Popen[str]], tmp_path: Path) -> None:
    supervisor = house("sys.exit(supervise([part('g', says('g'), True), part('a', says('a')), part('b', says('b'))]))")
    words(tmp_path / "ready", 3)

    supervisor.terminate()

    assert supervisor.wait(PATIENCE) == 0
    ends = words(tmp_path / "ends", 3)
    assert ends[-1] == "g"
    assert sorted(ends) == ["a", "b", "g"]


def test_a_part_that_will_not_end_is_killed_and_the_exit_code_says_so(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = house("sys.exit(supervise([part('a', deaf), part('g', says('g'), True)], 0.5))")
    words(tmp_path / "ready", 2)

    supervisor.terminate()

    assert supervisor.wait(PATIENCE) == 1
    assert gone(words(tmp_path / "a")[0])
    assert words(tmp_path / "ends") == ["g"]


def test_the_parts_end_with_a_supervisor_that_is_killed(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = house("sys.exit(supervise([part('a'), part('b')]))")
    pids = words(tmp_path / "a") + words(tmp_path / "b")

    supervisor.kill()

    eventually(lambda: all(gone(pid) for pid in pids))


def test_what_a_killed_part_leaves_behind_is_ended(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    house("sys.exit(supervise([part('a', parent)]))")
    (left,) = words(tmp_path / "grandchild")

    os.kill(int(words(tmp_path / "a")[0]), signal.SIGKILL)

    words(tmp_path / "a", 2)
    assert gone(left)


def test_a_part_that_cannot_start_stops_everything_with_a_sentence(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = house("""
post.LONGEST, post.FAILED_STARTS = 0.01, 3
try:
    supervise([part("a"), part("b", lambda: sys.exit(3))])
except Trouble as trouble:
    print(trouble)
""")

    told, _ = supervisor.communicate(timeout=PATIENCE)

    assert "The part `b` ends as soon as it is started" in told
    assert "code=3" in told
    assert len(words(tmp_path / "b")) == 3
    assert gone(words(tmp_path / "a")[0])


@pytest.mark.parametrize("error", ["redis.ConnectionError()", "redis.TimeoutError()"])
def test_without_redis_a_part_is_tried_for_ever(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path, error: str
) -> None:
    supervisor = house(f"post.LONGEST, post.FAILED_STARTS = 0.01, 3; sys.exit(supervise([part('a', fails({error}))]))")

    words(tmp_path / "a", 8)

    supervisor.terminate()
    assert supervisor.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("error", "told"),
    [("ValueError('fatima@example.ma')", "ValueError"), ("Trouble('Mend this.')", "Mend this.")],
)
def test_a_crash_tells_its_kind_and_no_more(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path, error: str, told: str
) -> None:
    supervisor = house(f"sys.exit(supervise([part('a', fails({error}))]))")
    words(tmp_path / "a", 2)

    supervisor.terminate()

    log, _ = supervisor.communicate(timeout=PATIENCE)
    assert told in log
    assert "fatima" not in log


def test_a_part_shows_its_name(house: Callable[[str], subprocess.Popen[str]], tmp_path: Path) -> None:
    house("sys.exit(supervise([part('reconciler')]))")

    (pid,) = words(tmp_path / "reconciler")

    assert Path(f"/proc/{pid}/comm").read_text() == "reconciler\n"
