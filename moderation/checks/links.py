"""What the text links to. The site's own pages are no advertisement: they and their subdomains are not counted."""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal
from moderation.domain.text import Link


def too_many_links(evidence: Evidence, rules: Rules) -> Signal | None:
    """Each link over the limit doubles the odds of spam (+0.7 nats), at most +3.5."""
    found = _foreign(evidence, rules)
    if len(found) <= rules.links:
        return None
    weight = min(0.7 * (len(found) - rules.links), 3.5)
    reason = Reason("too_many_links", {"count": len(found), "limit": rules.links})
    return Signal("links", weight, reason, _spans(found))


def link_only(evidence: Evidence, rules: Rules) -> Signal | None:
    """Nothing is said but the link: +1.5 nats. Emoji and punctuation say nothing."""
    found = _foreign(evidence, rules)
    if not found or evidence.reading.said:
        return None
    return Signal("links", 1.5, Reason("link_only", {"count": len(found)}), _spans(found))


def _foreign(evidence: Evidence, rules: Rules) -> list[Link]:
    """The links that lead away from the site."""
    return [link for link in evidence.reading.links if not _own(link.host, rules)]


def _own(host: str, rules: Rules) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in rules.hosts)


def _spans(found: list[Link]) -> tuple[tuple[int, int], ...]:
    return tuple((link.start, link.end) for link in found)
