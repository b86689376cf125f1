"""The clients' histories, put together: what was sent, what was promised for it, and what was seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.chaos.history import Line

ACCEPTED = 202


class Acknowledgement(NamedTuple):
    """A promise: this number was accepted under this id."""

    number: int
    id: str
    digest: str


class Attempt(NamedTuple):
    """One request of a submitter and its answer."""

    number: int
    status: int
    seconds: float
    at: float
    orderly: bool


class Word(NamedTuple):
    """A moderator's request and what they were told; ``now`` is the version they were told, ``at`` when they were."""

    who: int
    id: str
    version: int
    action: str
    status: int
    ok: bool
    now: int | None
    at: float


class Sight(NamedTuple):
    """A page of the public list: asked at ``since``, there at ``at``, and the numbers that stood on it."""

    since: float
    at: float
    marks: tuple[int, ...]


@dataclass
class Story:
    """All histories.

    Attributes:
        sent: Numbers that were sent at least once.
        first: When a number was sent for the first time; ``done``: when its first copy had its final answer.
        changed: Answers to a known key with another body: (number, status).
        given_up: Numbers whose client went away without an answer.
        leaks: How often a client saw an address in an answer.
    """

    sent: set[int] = field(default_factory=set)
    first: dict[int, float] = field(default_factory=dict)
    done: dict[int, float] = field(default_factory=dict)
    acknowledged: list[Acknowledgement] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    changed: list[tuple[int, int]] = field(default_factory=list)
    given_up: set[int] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    unread: int = 0
    leaks: int = 0

    @property
    def promised(self) -> dict[int, set[str]]:
        """Ids by number."""
        found: dict[int, set[str]] = defaultdict(set)
        for acknowledgement in self.acknowledged:
            found[acknowledgement.number].add(acknowledgement.id)
        return dict(found)


def tell(lines: Iterable[Line]) -> Story:
    """Put the histories together."""
    story = Story()
    for line in lines:
        _TELLERS[line["what"]](story, line)
    return story


def _send(story: Story, line: Line) -> None:
    story.sent.add(line["number"])
    story.first[line["number"]] = min(line["at"], story.first.get(line["number"], line["at"]))


def _answer(story: Story, line: Line) -> None:
    number, status = line["number"], line["status"]
    story.attempts.append(Attempt(number, status, line["seconds"], line["at"], line["orderly"]))
    story.leaks += line["leaks"]
    if status == ACCEPTED:
        story.acknowledged.append(Acknowledgement(number, line["id"], line["digest"]))
    if 0 < status < 500:
        story.done[number] = min(line["at"], story.done.get(number, line["at"]))


def _changed(story: Story, line: Line) -> None:
    story.changed.append((line["number"], line["status"]))


def _given_up(story: Story, line: Line) -> None:
    story.given_up.add(line["number"])


def _decide(_story: Story, _line: Line) -> None:
    """A request that is never answered may have been carried out or not: nothing follows from it."""


def _decided(story: Story, line: Line) -> None:
    facts = (line[name] for name in ("who", "id", "version", "action", "status", "ok", "now", "at"))
    story.words.append(Word(*facts))


def _seen(story: Story, line: Line) -> None:
    story.leaks += line["leaks"]
    if line["status"] == 200:
        story.sights.append(Sight(line["since"], line["at"], tuple(line["marks"])))
    else:
        story.unread += 1


_TELLERS = {
    "send": _send, "answer": _answer, "changed": _changed, "given_up": _given_up,
    "decide": _decide, "decided": _decided, "seen": _seen,
}  # fmt: skip
