"""A client that keeps its connection and costs little. Whoever gets no answer gets a status of 0, and knows nothing."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

PATIENCE = 20.0  # seconds: longer than any hold-up that is planned
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)

    @property
    def worth_another_try(self) -> bool:
        """Nobody has answered, or the service could not."""
        return self.status == NOBODY or self.status >= 500

    @property
    def is_orderly(self) -> bool:
        """For a refusal by a service in need: says so as a problem, and when to come back."""
        return self.headers.get("content-type") == "application/problem+json" and "retry-after" in self.headers


class Door:
    """One connection to the service, opened again when it breaks. Not for several threads."""

    def __init__(self, port: int, patience: float = PATIENCE) -> None:
        """Take the port; nothing is opened before the first question."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request, once."""
        start = time.monotonic()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Answer(NOBODY, {}, b"", time.monotonic() - start)
        heads = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, heads, content, time.monotonic() - start)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
