"""A conversation as people read it: answers below what they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.domain.comment import Comment

DEEPEST = 4  # further in, a line is too short to be read


@dataclass(frozen=True, slots=True)
class Turn:
    """A comment and how far in it stands, 0 to ``DEEPEST``."""

    comment: Comment
    depth: int


def of(found: Sequence[Comment]) -> tuple[Turn, ...]:
    """Comments of a thread, each after what it answers; what answers something that is not here stands by itself."""
    here = {comment.id for comment in found}
    answers: dict[str, list[Comment]] = {}
    for comment in found:
        answers.setdefault(comment.parent if comment.parent in here else "", []).append(comment)
    return tuple(_in_order(answers))


def _in_order(answers: dict[str, list[Comment]]) -> Iterator[Turn]:
    """Depth first, without recursion: a chain of answers may be as long as it likes."""
    waiting = [Turn(comment, 0) for comment in reversed(answers.get("", []))]
    while waiting:
        turn = waiting.pop()
        yield turn
        below = min(turn.depth + 1, DEEPEST)
        waiting.extend(Turn(comment, below) for comment in reversed(answers.get(turn.comment.id, [])))
