"""The same text again, or nearly, however it was dressed; on one site by the digest of its squeezed form, on all by sketches.

Many people honestly say the same: a slogan, a quotation, a wish. So words that lead nowhere weigh little, however many said them,
unless a person has refused them or one author repeats them. Prayers and other formulas are compared with nothing.
"""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal

_INSISTS = 2  # copies beside this one


def same_text(evidence: Evidence, rules: Rules) -> Signal | None:
    """Each other comment that says the same: +0.8 nats, at most +2.4; +0.2, at most +0.4, if it leads nowhere."""
    count = evidence.same_text
    each, most = (0.8, 2.4) if rules.leads_somewhere(evidence) else (0.2, 0.4)
    return Signal("duplicates", min(each * count, most), Reason("same_text", {"count": count})) if count > 0 else None


def same_text_refused(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A person has already refused this very text: +2.5 nats."""
    count = evidence.same_text_refused
    return Signal("duplicates", 2.5, Reason("same_text_refused", {"count": count})) if count > 0 else None


def near_text(evidence: Evidence, rules: Rules) -> Signal | None:
    """Each other comment that says nearly the same: +0.6 nats, at most +1.8; +0.1, at most +0.3, if it leads nowhere."""
    count = evidence.echo.near
    each, most = (0.6, 1.8) if rules.leads_somewhere(evidence) else (0.1, 0.3)
    return Signal("duplicates", min(each * count, most), Reason("near_text", {"count": count})) if count > 0 else None


def near_text_refused(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A text that was nearly this one was refused, here or on another site: +2.0 nats."""
    count = evidence.echo.refused
    return Signal("duplicates", 2.0, Reason("near_text_refused", {"count": count})) if count > 0 else None


def repeated(evidence: Evidence, _rules: Rules) -> Signal | None:
    """The author says the same again, or nearly: +0.8 nats for each time over the first, which may be a mistake, at most +2.4.

    It only advises: a flood by the author speaks of the same thing, and an insistent reader is no robot. But a person looks
    from the third copy on.
    """
    count = evidence.echo.by_author
    if count <= 1:
        return None
    reason = Reason("repeated", {"count": count})
    return Signal("duplicates", min(0.8 * (count - 1), 2.4), reason, holds=count > _INSISTS, advises=True)
