"""The faults: what is done to the house, and how it is mended again. All by process number, on what the rig has started."""

import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

import sqlalchemy as sa
from redis import Redis, RedisError

from tests.chaos import commands, processes
from tests.chaos.house import AGAIN, House
from tests.chaos.load import Load

Heal = Callable[[], None]
PATIENCE = 20.0  # seconds to wait for a part that is just being restarted
CLAIMERS = ("worker-1", "worker-2", "reconciler")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        kind: A name in ``FAULTS``.
        target: A part, a server, a policy, or a crash point; what the kind needs.
        seconds: How long it lasts; 0 if it is over at once.
        at: When, as a share of the submissions that are done.
    """

    kind: str
    target: str = ""
    seconds: float = 0.0
    at: float = 0.0


class MissedError(Exception):
    """The fault found nothing to strike."""


def kill(house: House, fault: Fault) -> Heal | None:
    """F1-F6: ``kill -9`` of a part with all its processes, of a server, or of the whole host."""
    if fault.target == "host":
        house.die()
        return None
    server = {"redis": house.redis, "postgres": house.postgres}.get(fault.target)
    if server is None:
        processes.signal_tree(_part(house, fault.target), signal.SIGKILL)
        return None
    server.kill()
    time.sleep(fault.seconds or AGAIN)
    server.start()
    return None


def down(house: House, fault: Fault) -> Heal:
    """F9 and the away database: a server is killed and stays away; for good if no seconds are said."""
    server = house.redis if fault.target == "redis" else house.postgres
    assert server, "An own server cannot be kept down: its supervisor starts it again."
    server.kill()
    return server.start


def pause(house: House, fault: Fault) -> Heal:
    """F7, F10: SIGSTOP, then SIGCONT. A paused server accepts connections, by the kernel's hand, and never answers."""
    server = {"redis": house.redis, "postgres": house.postgres}.get(fault.target)
    stopped = processes.signal_tree(server.pid if server else _part(house, fault.target), signal.SIGSTOP)
    house.paused.update(stopped)

    def wake() -> None:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
            house.paused.discard(pid)

    return wake


def flush(house: House, _fault: Fault) -> None:
    """F8: Redis forgets everything."""
    with closing(Redis.from_url(house.redis_url, socket_timeout=5)) as client, suppress(RedisError):
        client.flushall()


def starve_redis(house: House, fault: Fault) -> Heal:
    """F11: Redis may use next to no memory, under the policy that is the target."""

    def limit(size: str, policy: str) -> None:
        with closing(Redis.from_url(house.redis_url, socket_timeout=5)) as client, suppress(RedisError):
            client.config_set("maxmemory-policy", policy)
            client.config_set("maxmemory", size)

    limit("1mb", fault.target)
    return lambda: limit("0", "noeviction")


def fill_disk(house: House, _fault: Fault) -> Heal:
    """F12: no file of SQLite may grow any more (``RLIMIT_FSIZE``: writing beyond it fails); PostgreSQL is read-only."""
    if house.postgres:
        _set_read_only(house, "on")
        return lambda: _set_read_only(house, "off")
    largest = max(path.stat().st_size for path in house.data.glob("moderation.sqlite*"))
    held = house.parts()
    _limit_files(held, largest)
    return lambda: _limit_files([*held, *house.parts()], resource.RLIM_INFINITY)


def lock(house: House, fault: Fault) -> Heal:
    """F13: somebody else holds the writers' lock of SQLite, or the table of the comments in PostgreSQL."""
    engine = sa.create_engine(house.database_url, connect_args={"timeout": 60} if house.postgres is None else {})
    connection = engine.connect()
    begin = "BEGIN IMMEDIATE" if house.postgres is None else "LOCK TABLE comments IN ACCESS EXCLUSIVE MODE"
    connection.exec_driver_sql(begin)

    def release() -> None:
        connection.invalidate()
        connection.close()
        engine.dispose()

    return release


def shift_clock(house: House, fault: Fault) -> Heal:
    """F14: the clock of one part is an hour off; the target says which, and in which direction: ``worker-1+``."""
    file = house.control / f"clock-{fault.target[:-1]}"
    file.write_text(f"{fault.target[-1]}3600")
    return lambda: file.unlink(missing_ok=True)


def terminate(house: House, fault: Fault) -> None:
    """F15: SIGTERM of a part, as in a rolling restart."""
    os.kill(_part(house, fault.target), signal.SIGTERM)


def arm(house: House, fault: Fault) -> None:
    """F16: whoever reaches this crash point next dies there; return when it has happened."""
    file = house.control / f"point-{fault.target}"
    file.touch()
    until = time.monotonic() + PATIENCE
    while file.exists():
        if time.monotonic() > until:
            raise MissedError(fault.target)
        time.sleep(0.02)


def command(house: House, fault: Fault) -> None:
    """F16, where operators are: a command dies in the middle, and all must still come to its end."""
    if fault.target == "mid-rotation":
        commands.rotate(house)
    elif fault.target == "mid-erasure":
        commands.erase(house, Load(house.seed))
    else:
        commands.migrate(house)


def renew(house: House, _fault: Fault) -> None:
    """F15: SIGHUP of the web: its processes are replaced one after the other."""
    os.kill(_part(house, "web"), signal.SIGHUP)


FAULTS: dict[str, Callable[[House, Fault], Heal | None]] = {
    "kill": kill, "down": down, "pause": pause, "flush": flush, "starve": starve_redis, "full": fill_disk,
    "lock": lock, "clock": shift_clock, "term": terminate, "point": arm, "command": command, "renew": renew,
}  # fmt: skip


def _part(house: House, name: str) -> int:
    """A part's process; waits while it is being restarted."""
    until = time.monotonic() + PATIENCE
    while not (pid := house.part(name)):
        if time.monotonic() > until:
            raise MissedError(name)
        time.sleep(0.02)
    return pid


def _set_read_only(house: House, value: str) -> None:
    engine = sa.create_engine(house.database_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


def _limit_files(pids: list[int], size: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
