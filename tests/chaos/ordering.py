"""R12: the answer comes after the sync. Proved by the kernel's own record of what the web process did, in which order."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.chaos import processes
from tests.chaos.checker import Breach
from tests.chaos.door import Door
from tests.chaos.house import House, Plan, make_folder, wait_until
from tests.chaos.load import Kind, Load
from tests.chaos.result import Result
from tests.chaos.submitters import PATH, headers_of

POSTS = 100
CALLS = "fdatasync,fsync,sendto,write,writev,pwrite64,sendmsg"
SYNC = re.compile(r"\b(?:fdatasync|fsync)\(")
SYNCED = re.compile(r"\b(?:fdatasync|fsync)(?:\(| resumed>).*= 0$")
ROW = re.compile(r"\bpwrite64\(")
ANSWER = re.compile(r"\b(?:sendto|write|writev|sendmsg)\(.*HTTP/1\.1 202")


def prove(database: str, seed: int, say: Callable[[str], None]) -> list[Result]:
    """Trace a hundred posts on SQLite; PostgreSQL syncs in another process, and is asked what it promises instead."""
    found = Result("R12", database, seed, POSTS)
    if database == "sqlite":
        lines = _trace(seed)
        good, answered = count(lines)
        found.figures = {"answers": answered, "after_a_sync": good}
        if (good, answered) != (POSTS, POSTS):
            found.breaches.append(Breach("R12", f"{good} of {answered} answers came after a sync", "web"))
        say(f"R12 on {database}: {good} of {answered} answers came after a sync of what was written for them")
    else:
        found.figures = _promises()
        if set(found.figures.values()) != {"on"}:
            found.breaches.append(Breach("R12", "commits are not synced", str(found.figures)))
        say(f"R12 on {database}: {found.figures}")
    return [found]


def count(lines: Iterable[str]) -> tuple[int, int]:
    """Of the answers in a record, how many came when all that was written since the last answer had been synced."""
    good = answered = 0
    state = "nothing"
    for line in lines:
        if ROW.search(line):
            state = "written"
        elif SYNCED.search(line) and state != "nothing":
            state = "synced"
        elif ANSWER.search(line):
            answered += 1
            good += state == "synced"
            state = "nothing"
    return good, answered


def _trace(seed: int) -> list[str]:
    strace = shutil.which("strace")
    assert strace, "R12 needs strace: apt-get install strace."
    folder = make_folder()
    with House(Plan("sqlite", "ours", environment={"MODERATION_WEB_PROCESSES": "1"}), folder) as house:
        child = house.part("web-child")
        record = folder / "strace.txt"
        command = [strace, "-f", "-q", "-s", "60", "-e", f"trace={CALLS}", "-o", str(record), "-p", str(child)]
        with subprocess.Popen(command) as tracer:
            wait_until(lambda: _is_traced(child), 10, record)
            _post(house, seed)
            time.sleep(0.5)
            tracer.terminate()
        text = record.read_text(errors="replace")
    shutil.rmtree(folder)
    return text.splitlines()


def _post(house: House, seed: int) -> None:
    load, door, sent, number = Load(seed), Door(house.port), 0, 0
    while sent < POSTS:
        planned = load.planned(number)
        number += 1
        if planned.kind is not Kind.INVALID:
            assert door.ask("POST", PATH, planned.json(), **headers_of(planned)).status == 202
            sent += 1
    door.close()


def _is_traced(pid: int | None) -> bool:
    tasks = list((processes.PROC / str(pid) / "task").iterdir())
    return all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks)


def _promises() -> dict[str, str]:
    """What PostgreSQL says of a connection that the service would use."""
    from moderation.store.engine import Database  # noqa: PLC0415 - only for its options

    folder = make_folder()
    with House(Plan("postgres", "ours"), folder) as house:
        database = Database(house.database_url)
        with database.read() as connection:
            said = {
                name: str(connection.exec_driver_sql(f"SHOW {name}").scalar())
                for name in ("fsync", "synchronous_commit")
            }
        database.close()
    shutil.rmtree(Path(folder))
    return said
