"""I5: what is not approved is not seen, at any moment of the run."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tests.chaos.checker import Breach, Case
from tests.chaos.ledger import Line

FOREVER = float("inf")


class Span(NamedTuple):
    """A time in which a comment may be seen: not before somebody began to approve it, not after the end was confirmed."""

    start: float
    end: float


def only_approved_is_seen(case: Case) -> Iterator[Breach]:
    """I5: each page the reader saw shows only what was approved then.

    A page that was asked for after a moderator had been told that a comment is taken back must not show it.
    """
    confirmed = {(word.id, word.version + 1): word.at for word in case.story.words if word.ok}
    spans: dict[int | None, list[Span]] = defaultdict(list)
    for row in case.ledger.rows:
        spans[row.number] += list(_spans(case.ledger.lines.get(row.id, []), confirmed, case.skew))
    for sight in case.story.sights:
        for number in sight.marks:
            if not any(span.start <= sight.at and sight.since <= span.end for span in spans[number]):
                yield Breach("I5", "seen while not approved", str(number))


def _spans(lines: list[Line], confirmed: dict[tuple[str, int], float], skew: float) -> Iterator[Span]:
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.after != "approved":
            continue
        ended = confirmed.get((line.comment, following.version), FOREVER) if following else FOREVER
        still = following is not None and following.after == "approved"
        yield Span(line.at - skew, FOREVER if still else ended)
