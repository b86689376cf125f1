"""Meters: what many processes count is added up, nothing goes backwards when one ends, and no place is no failure."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from prometheus_client.parser import text_string_to_metric_families

from moderation.adapters import tally
from moderation.adapters.meters import Meters
from moderation.domain.figure import Figure, one

COUNT = """
import sys, time
from pathlib import Path
from moderation.adapters.meters import Meters
meters = Meters(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    meters.count("verdicts", "hold")
    meters.request("GET", "/x", 200, 0.03)
print("counted", flush=True)
time.sleep(600)
"""


def read(meters: Meters, *figures: Figure) -> dict[str, float]:
    """All samples, as ``name{labels}``."""
    found = {}
    for family in text_string_to_metric_families(meters.expose(figures).decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where is counted; it is not there yet."""
    return tmp_path / "run" / "metrics"


@pytest.fixture
def meters(folder: Path) -> Meters:
    """Meters of this process."""
    return Meters(folder)


@contextmanager
def another(folder: Path, times: int) -> Iterator[subprocess.Popen[str]]:
    """Another process that counts so many times, and lives on."""
    command = ("setpriv", "--pdeathsig", "KILL", sys.executable, "-c", COUNT, str(folder), str(times))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "counted\n"
        yield process
        process.kill()


def test_what_was_counted_is_told(meters: Meters) -> None:
    meters.count("verdicts", "hold")
    meters.count("verdicts", "hold")
    meters.count("verdicts", "spam")

    found = read(meters)

    assert found["verdicts_total{verdict=hold}"] == 2
    assert found["verdicts_total{verdict=spam}"] == 1


def test_what_has_not_happened_yet_is_zero(meters: Meters) -> None:
    found = read(meters)

    assert [found[f"{name}_total"] for name in ("doorbell_errors", "limiter_alone", "job_refused")] == [0, 0, 0]


def test_requests_are_counted_by_class_and_timed_in_buckets(meters: Meters) -> None:
    for status, seconds in ((200, 0.004), (204, 0.02), (503, 9.0)):
        meters.request("POST", "/v1/x", status, seconds)

    found = read(meters)

    assert found["http_requests_total{method=POST,route=/v1/x,status=2xx}"] == 2
    assert found["http_requests_total{method=POST,route=/v1/x,status=5xx}"] == 1
    assert found["http_request_seconds_bucket{le=0.005,method=POST,route=/v1/x}"] == 1
    assert found["http_request_seconds_bucket{le=0.025,method=POST,route=/v1/x}"] == 2
    assert found["http_request_seconds_bucket{le=+Inf,method=POST,route=/v1/x}"] == 3
    assert found["http_request_seconds_count{method=POST,route=/v1/x}"] == 3
    assert found["http_request_seconds_sum{method=POST,route=/v1/x}"] == pytest.approx(9.024)


def test_figures_stand_beside_them(meters: Meters) -> None:
    found = read(meters, one("redis_up", "Redis.", value=True), Figure("comments", "C.", "status", {"spam": 3}))

    assert found["redis_up"] == 1
    assert found["comments{status=spam}"] == 3


def test_threads_lose_no_count(meters: Meters) -> None:
    def count() -> None:
        for _ in range(500):
            meters.count("job_refused")

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read(meters)["job_refused_total"] == 2000


@pytest.mark.process
def test_processes_are_added_up_and_one_that_is_killed_is_not_forgotten(meters: Meters, folder: Path) -> None:
    meters.count("verdicts", "hold")
    with another(folder, 3), another(folder, 4):
        assert read(meters)["verdicts_total{verdict=hold}"] == 8
        files = len(list(folder.glob("*.db")))

    assert read(meters)["verdicts_total{verdict=hold}"] == 8
    found = read(meters)
    assert found["verdicts_total{verdict=hold}"] == 8
    assert found["http_request_seconds_count{method=GET,route=/x}"] == 7
    assert len(list(folder.glob("*.db"))) == files - 2  # theirs have become one of each kind


@pytest.mark.process
def test_a_child_counts_for_itself(meters: Meters) -> None:
    meters.count("job_refused")
    child = os.fork()
    if child == 0:
        meters.count("job_refused")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    meters.count("job_refused")

    assert read(meters)["job_refused_total"] == 3


@pytest.mark.process
def test_clearing_begins_from_zero_only_where_nobody_counts(folder: Path) -> None:
    meters = Meters(folder)
    with another(folder, 3):
        meters.clear()
        assert read(meters)["verdicts_total{verdict=hold}"] == 3
        read(meters)
    Meters(folder).clear()  # this process is counting
    assert read(meters)["verdicts_total{verdict=hold}"] == 3

    meters._forget()  # noqa: SLF001 - as if it had ended
    Meters(folder).clear()
    assert list(folder.glob("*.db")) == []


def in_the_way(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be."""
    folder.parent.write_text("")


def full(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    """The disk is full."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    patch.setattr(os, "posix_fallocate", refuse)


@pytest.mark.parametrize("spoil", [in_the_way, full])
def test_without_a_place_nothing_is_counted_and_nothing_fails(
    folder: Path,
    spoil: Callable[[Path, pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(folder, monkeypatch)
    meters = Meters(folder)

    for _ in range(3):
        meters.count("job_refused")
        meters.request("GET", "/x", 200, 0.1)

    assert read(meters, one("redis_up", "Redis.", value=False)) == {"redis_up": 0}
    assert capsys.readouterr().out.count("meters_away") == 1
    assert list(folder.parent.glob("metrics/*.new")) == []


def test_more_names_than_there_is_room_for_are_not_counted(folder: Path) -> None:
    folder.mkdir(parents=True)
    numbers = tally.Tally(folder, "counter")
    for number in range(2000):
        numbers.add(f'["x","x_total",{{"route":"{number:0200}"}},"help"]', 1)

    (file,) = folder.glob("counter_*.db")
    assert file.stat().st_size == tally.SIZE
    numbers.close()


def test_files_take_their_place_on_disk_before_they_are_used(meters: Meters, folder: Path) -> None:
    """Else a full disk would end the process: writing to a hole is a SIGBUS."""
    meters.count("job_refused")

    assert all(file.stat().st_blocks * 512 >= tally.SIZE for file in folder.glob("*.db"))
