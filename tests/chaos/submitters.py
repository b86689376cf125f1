"""Readers who write: each sends, tries again with the same key while nobody answers, and writes down what it was told."""

import hashlib
import threading
import time
from random import Random

from tests.chaos.door import Answer, Door
from tests.chaos.history import History
from tests.chaos.load import SITE, Planned, dice_of
from tests.chaos.shift import SLOWLY, Shift

PATH = f"/v1/sites/{SITE}/comments"
LONGEST_PAUSE = 2.0  # seconds between two tries
GIVE_UP = 150.0  # seconds after which a client goes away


class Submitter(threading.Thread):
    """One client: takes numbers until there are none."""

    def __init__(self, shift: Shift, name: str) -> None:
        """Join a shift."""
        super().__init__(name=name, daemon=True)
        self._shift = shift
        self._history = History(shift.histories, name)
        self._dice = dice_of(f"{shift.load.seed}:{name}")

    def run(self) -> None:
        """Send until the work is done."""
        door = Door(self._shift.port)
        while (number := self._shift.progress.take()) is not None:
            self._submit(door, self._shift.load.planned(number))
            self._shift.progress.finish()
            time.sleep(max(self._shift.pace, SLOWLY if self._shift.progress.is_enough else 0))
        door.close()
        self._history.close()

    def _submit(self, door: Door, planned: Planned) -> None:
        twin = threading.Thread(target=self._send_beside, args=(planned,), daemon=True) if planned.twice else None
        if twin:
            twin.start()
        answered = _Sending(self._history, planned, 0, self._dice).until_answered(door)
        if planned.changed and answered:
            self._send_changed(door, planned)
        if twin:
            twin.join()

    def _send_beside(self, planned: Planned) -> None:
        door = Door(self._shift.port)
        _Sending(self._history, planned, 1, dice_of(planned.key)).until_answered(door)
        door.close()

    def _send_changed(self, door: Door, planned: Planned) -> None:
        answer = door.ask("POST", PATH, planned.json(" Autrement."), **headers_of(planned))
        self._history.write("changed", number=planned.number, status=answer.status)


class _Sending:
    """One copy of one submission on its way."""

    def __init__(self, history: History, planned: Planned, copy: int, dice: Random) -> None:
        self._history, self._planned, self._copy, self._dice = history, planned, copy, dice

    def until_answered(self, door: Door) -> bool:
        """Send until there is a final answer; False if the patience has ended first."""
        until = time.monotonic() + GIVE_UP
        pause = 0.05
        while time.monotonic() < until:
            if not self._once(door).worth_another_try:
                return True
            time.sleep(pause * self._dice.uniform(0.5, 1))
            pause = min(pause * 2, LONGEST_PAUSE)
        self._note("given_up")
        return False

    def _once(self, door: Door) -> Answer:
        self._note("send")
        answer = door.ask("POST", PATH, self._planned.json(), **headers_of(self._planned))
        accepted = answer.json if answer.status == 202 else {}
        self._note(
            "answer",
            status=answer.status,
            seconds=round(answer.seconds, 4),
            orderly=answer.is_orderly,
            leaks=self._planned.address.encode() in answer.body,
            id=accepted.get("id"),
            digest=hashlib.sha256(answer.body).hexdigest()[:16],
        )
        return answer

    def _note(self, what: str, **facts: object) -> None:
        self._history.write(what, number=self._planned.number, copy=self._copy, **facts)


def headers_of(planned: Planned) -> dict[str, str]:
    """Of each request for a submission."""
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": planned.key,
        "X-Forwarded-For": planned.network,
    }
