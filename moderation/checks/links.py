"""What the text links to. The site's own pages are no advertisement: they and their subdomains are not counted."""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal
from moderation.domain.text import Link, owner

_SHARED = 5  # other comments within the hour; a petition, or the news of the day
_MINUTES = 60  # the window in which the evidence was counted


def too_many_links(evidence: Evidence, rules: Rules) -> Signal | None:
    """Each link over the limit doubles the odds of spam (+0.7 nats), at most +3.5."""
    found = rules.foreign(evidence.reading.links)
    if len(found) <= rules.links:
        return None
    weight = min(0.7 * (len(found) - rules.links), 3.5)
    reason = Reason("too_many_links", {"count": len(found), "limit": rules.links})
    return Signal("links", weight, reason, _spans(found))


def link_only(evidence: Evidence, rules: Rules) -> Signal | None:
    """Nothing is said but the link: +1.5 nats. Emoji and punctuation say nothing."""
    found = rules.foreign(evidence.reading.links)
    if not found or evidence.reading.said:
        return None
    return Signal("links", 1.5, Reason("link_only", {"count": len(found)}), _spans(found))


def linked_often(evidence: Evidence, rules: Rules) -> Signal | None:
    """More comments than readers who share one thing link to the same: +0.4 nats for each over it, at most +2.0."""
    counts = evidence.echo.linked
    found = [link for link in rules.foreign(evidence.reading.links) if counts.get(owner(link), 0) > _SHARED]
    if not found:
        return None
    name = max(map(owner, found), key=lambda name: counts[name])
    reason = Reason("linked_often", {"count": counts[name], "host": name, "minutes": _MINUTES})
    same = [link for link in found if owner(link) == name]
    return Signal("links", min(0.4 * (counts[name] - _SHARED), 2.0), reason, _spans(same))


def _spans(found: list[Link]) -> tuple[tuple[int, int], ...]:
    return tuple((link.start, link.end) for link in found)
