"""Trying rules out for a page: what they would have made of the latest comments, within a few seconds."""

import time
from dataclasses import dataclass

from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.services import rehearse
from moderation.services.rehearse import Rehearsal
from moderation.web import current
from moderation.web.console import cards
from moderation.web.console.cards import Part

PATIENCE = 5.0  # seconds; what was tried by then is told
EXAMPLES, EXCERPT = 10, 240  # comments on the page, and characters of each


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that would have been judged otherwise, cut to size.

    Attributes:
        parts: The beginning of its text; what the new rules mean is marked.
    """

    id: str
    name: str
    parts: tuple[Part, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went.

    Attributes:
        touched: How many comments would have been judged otherwise.
        counts: How many in each way: verdict before, verdict after, number.
    """

    found: Rehearsal
    touched: int
    counts: tuple[tuple[str, str, int], ...]
    examples: tuple[Example, ...]


def of(site: Site, book: Rulebook) -> Trial:
    """What a site's latest comments would have become by other rules."""
    end = time.monotonic() + PATIENCE
    found = rehearse.rehearse(current.context().database, site, book, lambda: time.monotonic() > end)
    counts = tuple((before.value, after.value, number) for (before, after), number in sorted(found.changes.items()))
    return Trial(found, sum(found.changes.values()), counts, tuple(map(_example, found.examples[:EXAMPLES])))


def _example(change: rehearse.Change) -> Example:
    comment = change.comment
    body = comment.body if len(comment.body) <= EXCERPT else comment.body[:EXCERPT].rstrip() + "…"
    spans = [span for signal in change.after.signals if signal.weight > 0 or signal.holds for span in signal.spans]
    parts = tuple(cards.parts(body, spans))
    return Example(comment.id, comment.author.name, parts, change.before.value, change.after.verdict.value)
