"""Group commit: threads that want to write while another commits go into the next transaction together.

One sync to disk then serves all of them. There is no writer thread: whoever finds nobody committing begins a
transaction, and commits for all who wait. Processes take turns by a lock on a file beside the database.
Nobody waits for the beginning longer than their patience, from their arrival.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar

import sqlalchemy as sa

from moderation.store import sqlite
from moderation.store.turns import Turns

Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Entry:
    """One piece of work on its way: first ``done`` is false, then there is a result or an error."""

    work: Callable[[sa.Connection], Any]
    until: float  # monotonic seconds; then it is given up, if it has not begun
    begun: bool = False
    result: Any = None
    error: BaseException | None = None
    done: bool = False

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
        self._changed = Condition()
        self._waiting: list[_Entry] = []
        self._leader: _Entry | None = None  # whose thread begins, or commits, for all

    def write(self, work: Callable[[sa.Connection], Result], patience: float) -> Result:
        """Run work in a transaction that may be shared; return when it is on disk.

        Raises:
            TimeoutError: It could not begin within so many seconds, because others of this process or of another were
                writing; nothing was done. What holds a lock that is not ours is an ``OperationalError`` of SQLite.
        """
        entry = _Entry(work, time.monotonic() + patience)
        if self._must_lead(entry, patience):
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

    def _must_lead(self, entry: _Entry, patience: float) -> bool:
        """Whether nobody else has done it. Others that begin or commit meanwhile may take it along."""
        with self._changed:
            self._waiting.append(entry)
            self._changed.wait_for(lambda: entry.begun or not self._leader, patience)
            if entry.begun:
                self._changed.wait_for(lambda: entry.done)
                return False
            self._waiting.remove(entry)
            if self._leader:
                raise TimeoutError
            self._leader = entry
            return True

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
            with self._changed:
                for entry in batch:
                    entry.done = True
                self._leader = None
                self._changed.notify_all()

    @contextmanager
    def _turn(self, until: float) -> Iterator[None]:
        descriptor = self._turns.take(until)
        try:
            yield
        finally:
            os.close(descriptor)

    def _followers(self) -> list[_Entry]:
        """Who waits now comes along; from here on nobody gives up any more."""
        with self._changed:
            followers, self._waiting = self._waiting, []
            for entry in followers:
                entry.begun = True
        return followers
