"""Group commit: threads that want to write while another commits go into the next transaction together.

One sync to disk then serves all of them. There is no writer thread: whoever finds nobody committing commits for all who
wait. Processes take turns by a lock on a file beside the database, in order and without busy-waiting.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar

import sqlalchemy as sa

Result = TypeVar("Result")


@dataclass(slots=True)
class _Entry:
    """One piece of work on its way: first ``done`` is false, then there is a result or an error."""

    work: Callable[[sa.Connection], Any]
    result: Any = None
    error: BaseException | None = None
    done: bool = False

    def run(self, connection: sa.Connection, *, alone: bool) -> None:
        """Do the work; in company inside a savepoint, so that its failure is its own."""
        if alone:
            self.result = self.work(connection)
            return
        try:
            with connection.begin_nested():
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
        self._engine = engine.execution_options(immediate=True)
        self._turn = Condition()
        self._waiting: list[_Entry] = []
        self._committing = False

    def write(self, work: Callable[[sa.Connection], Result]) -> Result:
        """Run work in a transaction that may be shared; return when it is on disk."""
        entry = _Entry(work)
        with self._turn:
            self._waiting.append(entry)
            while self._committing and not entry.done:
                self._turn.wait()
            batch = self._take() if not entry.done else []
        if batch:
            self._commit(batch)
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

    def _take(self) -> list[_Entry]:
        batch, self._waiting, self._committing = self._waiting, [], True
        return batch

    def _commit(self, batch: list[_Entry]) -> None:
        try:
            with self.alone(), self._engine.begin() as connection:
                for entry in batch:
                    entry.run(connection, alone=len(batch) == 1)
        except BaseException as error:  # noqa: BLE001 - nothing was committed, and everybody is told
            for entry in batch:
                entry.error = error
        finally:
            with self._turn:
                for entry in batch:
                    entry.done = True
                self._committing = False
                self._turn.notify_all()
