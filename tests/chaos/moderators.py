"""People who decide by hand, through the same door as programs do; on some comments, two of them at once."""

import json
import threading
import zlib
from random import Random
from typing import Any

from tests.chaos.door import Door
from tests.chaos.history import History
from tests.chaos.load import dice_of
from tests.chaos.shift import Shift

GLANCE = 0.3  # seconds between two looks at the queue
PAGE = 20
ACTIONS = ({"action": "approve"}, {"action": "reject", "reason": "insult"}, {"action": "spam"}, {"action": "hold"})
SHARE = {"pending": 80, "approved": 8}  # percent of what they see that they decide on: a fifth of all comments


class Moderator(threading.Thread):
    """One of them, with a colleague who is sometimes faster."""

    def __init__(self, shift: Shift, number: int, looks_at: str) -> None:
        """Join a shift, looking at comments of one status."""
        self.title = f"moderator-{number}"
        super().__init__(name=self.title, daemon=True)
        self._shift, self._looks_at = shift, looks_at
        self._colleague = (number + 1) % len(shift.tokens)
        self._number = number
        self._history = History(shift.histories, self.title)
        self._dice = dice_of(f"{shift.load.seed}:{self.title}")
        self._done: set[str] = set()

    def run(self) -> None:
        """Look and decide until the shift is over."""
        door, other = Door(self._shift.port), Door(self._shift.port)
        while not self._shift.over.wait(GLANCE):
            for item in self._queue(door):
                self._treat(item, door, other)
        door.close()
        other.close()
        self._history.close()

    def _queue(self, door: Door) -> list[dict[str, Any]]:
        path = f"/v1/moderation/queue?status={self._looks_at}&order=newest&limit={PAGE}"
        answer = door.ask("GET", path, Authorization=f"Bearer {self._shift.tokens[self._number]}")
        items: list[dict[str, Any]] = answer.json["items"] if answer.status == 200 else []
        return items

    def _treat(self, item: dict[str, Any], door: Door, other: Door) -> None:
        identifier, version = item["id"], item["version"]
        lot = zlib.crc32(identifier.encode())
        if identifier in self._done or lot % 100 >= SHARE[self._looks_at]:
            return
        self._done.add(identifier)
        rival = None
        if lot // 100 % 4 == 0:
            rival = threading.Thread(
                target=self._decide, args=(other, self._colleague, identifier, version, dice_of(lot)), daemon=True
            )
            rival.start()
        self._decide(door, self._number, identifier, version, self._dice)
        if rival:
            rival.join()

    def _decide(self, door: Door, who: int, identifier: str, version: int, dice: Random) -> None:
        said = dice.choice(ACTIONS)
        facts: dict[str, Any] = {"who": who, "id": identifier, "version": version, "action": said["action"]}
        self._history.write("decide", **facts)
        body = json.dumps({**said, "items": [{"id": identifier, "version": version}]}).encode()
        headers = {"Authorization": f"Bearer {self._shift.tokens[who]}", "Content-Type": "application/json"}
        answer = door.ask("POST", "/v1/moderation/decisions", body, **headers)
        told = answer.json["results"][0] if answer.status in {200, 409} else {}
        self._history.write(
            "decided",
            **facts,
            status=answer.status,
            ok=bool(told.get("ok")),
            now=told.get("version") or told.get("current", {}).get("version"),
        )
