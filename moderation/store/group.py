"""Group commit: threads that want to write while another commits go into the next transaction together.

One sync to disk then serves all of them. There is no writer thread: whoever finds nobody committing leads, which is to
begin a transaction and commit for all who wait; then whoever has come first meanwhile leads. Each is woken once.
Processes take turns by a lock on a file beside the database.
Nobody waits for the beginning longer than their patience, from their arrival.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

from moderation.store import sqlite
from moderation.store.turns import Turns

Result = TypeVar("Result")


def _closed() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class _Entry:
    """One piece of work on its way.

    Attributes:
        until: Monotonic seconds; then it is given up, if it has not begun.
        leads: Its thread begins, and commits, for all.
        news: Opened when others have done the work, or want it to lead.
    """

    work: Callable[[sa.Connection], Any]
    until: float
    leads: bool = False
    news: Lock = field(default_factory=_closed)
    result: Any = None
    error: BaseException | None = None

    def run(self, connection: sa.Connection, *, alone: bool) -> None:
        """Do the work; in company inside a savepoint, so that its failure is its own."""
        if alone:
            self.result = self.work(connection)
            return
        try:
            with sqlite.savepoint(connection):
                self.result = self.work(connection)
        except sa.exc.OperationalError:  # the disk is full, the file is read-only: nobody's work can succeed
            raise
        except BaseException as error:  # noqa: BLE001 - handed to the thread whose work it was
            self.error = error


class GroupCommit:
    """The writers' queue of one process."""

    def __init__(self, engine: sa.Engine, lock_file: Path) -> None:
        """Write through this engine, taking turns with other processes by this file."""
        self.lock_file = lock_file
        self._engine = sqlite.writer(engine)
        self._turns = Turns(lock_file)
        self._mutex = Lock()
        self._waiting: list[_Entry] = []
        self._is_led = False

    def write(self, work: Callable[[sa.Connection], Result], patience: float) -> Result:
        """Run work in a transaction that may be shared; return when it is on disk.

        Raises:
            TimeoutError: It could not begin within so many seconds, because others of this process or of another were
                writing; nothing was done. What holds a lock that is not ours is an ``OperationalError`` of SQLite.
        """
        entry = _Entry(work, time.monotonic() + patience)
        with self._mutex:
            entry.leads, self._is_led = not self._is_led, True
            if not entry.leads:
                self._waiting.append(entry)
        if not entry.leads:
            self._wait(entry, patience)
        if entry.leads:
            self._lead(entry)
        if entry.error:
            raise entry.error
        return entry.result  # type: ignore[no-any-return]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have all writers of all processes wait, in order, for as long as this is held."""
        descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _wait(self, entry: _Entry, patience: float) -> None:
        """Until others have done it, or want it to lead."""
        try:
            if entry.news.acquire(timeout=patience):
                return
        except BaseException:  # a job's time is over: whoever waits behind it must not wait for ever
            if not self._withdraw(entry) and entry.leads:
                self._pass_on()
            raise
        if self._withdraw(entry):
            raise TimeoutError
        entry.news.acquire()  # it has begun

    def _withdraw(self, entry: _Entry) -> bool:
        """Wait no more; False if it has begun, or leads."""
        with self._mutex:
            is_waiting = entry in self._waiting
            if is_waiting:
                self._waiting.remove(entry)
            return is_waiting

    def _lead(self, leader: _Entry) -> None:
        batch = [leader]
        try:
            with self._turn(leader.until), sqlite.immediate(self._engine, leader.until) as connection:
                batch += self._followers()
                for entry in batch:
                    entry.run(connection, alone=len(batch) == 1)
        except BaseException as error:  # noqa: BLE001 - nothing was committed, and everybody is told who had begun
            for entry in batch:
                entry.error = error
        finally:
            self._pass_on()
            for entry in batch[1:]:
                entry.news.release()

    def _pass_on(self) -> None:
        """Have whoever has waited longest lead."""
        with self._mutex:
            self._is_led = bool(self._waiting)
            if self._waiting:
                successor = self._waiting.pop(0)
                successor.leads = True
                successor.news.release()

    @contextmanager
    def _turn(self, until: float) -> Iterator[None]:
        descriptor = self._turns.take(until)
        try:
            yield
        finally:
            os.close(descriptor)

    def _followers(self) -> list[_Entry]:
        """Who waits now comes along; from here on nobody gives up any more."""
        with self._mutex:
            followers, self._waiting = self._waiting, []
        return followers
