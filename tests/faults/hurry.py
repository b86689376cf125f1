"""Handing in comments while something is broken: what each was told, and that it was told in time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.faults.web import Web, seconds_of

PROMISED = 3.0  # seconds within which a request is told; the machine of the test may be busy
SLACK = 2.0


@dataclass
class Told:
    """All that clients were told.

    Attributes:
        first: The number of the first comment; others may have handed in those before.
        accepted: The comments that were acknowledged, by the identifier they were given.
        refused: How many were asked to come again.
    """

    web: Web
    first: int = 0
    accepted: set[str] = field(default_factory=set)
    refused: int = 0
    sent: int = field(default=0, init=False)

    def hand_in(self, number: int) -> None:
        """So many comments at once; each is accepted, or refused as it should be, in time."""
        start = self.first + self.sent
        with ThreadPoolExecutor(number) as pool:
            answers = list(pool.map(lambda one: seconds_of(lambda: self.web.post(one)), range(start, start + number)))
        self.sent += number
        for seconds, answer in answers:
            assert seconds < PROMISED + SLACK
            if answer.status == 202:
                self.accepted.add(answer.json["id"])
            else:
                assert is_come_again(answer), answer
                self.refused += 1

    def again(self) -> None:
        """What was refused comes again, under the keys it had; all of it is now accepted."""
        for number in range(self.first, self.first + self.sent):
            answer = self.web.post(number)
            assert answer.status == 202, answer
            self.accepted.add(answer.json["id"])


def is_come_again(answer: Any) -> bool:
    """Whether this is the answer of a service that is unavailable for a moment."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return bool(
        answer.status == 503
        and headers["content-type"] == "application/problem+json"
        and int(headers["retry-after"]) > 0
        and answer.json["code"] == "unavailable"
    )
