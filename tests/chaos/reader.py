"""Somebody who reads: polls the public lists and writes down everything that was ever to be seen there."""

import threading
import time
from urllib.parse import quote

from tests.chaos.door import Door
from tests.chaos.history import History
from tests.chaos.load import ORIGIN, SITE, THREADS
from tests.chaos.shift import Shift

GLANCE = 0.1  # seconds between two pages


class Reader(threading.Thread):
    """One reader, going through all threads again and again."""

    def __init__(self, shift: Shift) -> None:
        """Join a shift."""
        super().__init__(name="reader", daemon=True)
        self._shift = shift
        self._history = History(shift.histories, "reader")

    def run(self) -> None:
        """Read until the shift is over."""
        door, number = Door(self._shift.port), 0
        while not self._shift.over.wait(GLANCE):
            self._look(door, number % THREADS)
            number += 1
        door.close()
        self._history.close()

    def _look(self, door: Door, number: int) -> None:
        thread = quote(f"{ORIGIN}/article-{number}", safe="")
        start = time.time()
        answer = door.ask("GET", f"/v1/sites/{SITE}/comments?thread={thread}&order=newest&limit=200")
        text = answer.body.decode()
        marks = sorted({int(one) for one in self._shift.load.mark.findall(text)})
        leaks = self._shift.load.address_token in text or self._shift.load.network_token in text
        self._history.write("seen", since=start, status=answer.status, marks=marks, leaks=leaks)
