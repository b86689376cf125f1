"""Many comments in a short time: a robot, or a quarrel. Either way it slows down here."""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal

_MINUTES = 10  # the window in which the evidence was counted

_AUTHOR = 3  # comments; a lively talk
_NETWORK = 8  # comments; mobile carriers put a whole town behind one address
_TEXT = 3  # comments with one text that leads somewhere
_WORDS = 10  # comments with one text that leads nowhere: a call that is passed on


def by_author(evidence: Evidence, _rules: Rules) -> Signal | None:
    """More than a lively talk from one author: +0.6 nats for each comment over it, at most +2.4."""
    count = evidence.recent_by_author
    if count <= _AUTHOR:
        return None
    weight = min(0.6 * (count - _AUTHOR), 2.4)
    return Signal("flood", weight, Reason("flood_author", {"count": count, "minutes": _MINUTES}))


def by_network(evidence: Evidence, _rules: Rules) -> Signal | None:
    """More than a shared address explains: +0.3 nats for each comment over it, at most +1.8."""
    count = evidence.recent_by_network
    if count <= _NETWORK:
        return None
    weight = min(0.3 * (count - _NETWORK), 1.8)
    return Signal("flood", weight, Reason("flood_network", {"count": count, "minutes": _MINUTES}))


def by_text(evidence: Evidence, rules: Rules) -> Signal | None:
    """One text, or nearly, from many at once, on whatever pages and sites: +0.5 nats for each over it, at most +2.0.

    A person looks, for it may be a campaign that is no advertisement; +0.2 and at most +1.0, if the text leads nowhere.
    """
    usual, each, most = (_TEXT, 0.5, 2.0) if rules.leads_somewhere(evidence) else (_WORDS, 0.2, 1.0)
    count = evidence.echo.lately
    if count <= usual:
        return None
    reason = Reason("flood_text", {"count": count, "minutes": _MINUTES})
    return Signal("flood", min(each * (count - usual), most), reason, holds=True)
