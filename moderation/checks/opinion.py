"""What somebody outside thinks, where a site asks them. An answer that did not come is for a person to make up for."""

import math

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.opinion import Opinion, Who
from moderation.domain.signal import Reason, Signal

CHECK = "opinion"
FINEST, WORST = -1.0, 3.0  # nats: as much as a classifier can say for a comment, and against it


def akismet(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Spam: +2.5 nats; so plain that they would throw it away: +4.0; no spam: -0.5, for much slips through. No answer: a person decides."""
    said = _said(evidence, Who.AKISMET)
    if said is None:
        return None
    if said.spam is None:
        return Signal(CHECK, 0.0, Reason("akismet_silent"), failed=True)
    if said.certain:
        return Signal(CHECK, 4.0, Reason("akismet_certain"))
    return Signal(CHECK, 2.5, Reason("akismet_spam")) if said.spam else Signal(CHECK, -0.5, Reason("akismet_fine"))


def classifier(evidence: Evidence, _rules: Rules) -> Signal | None:
    """The log-odds of what the classifier says, from -1.0 to +3.0 nats. No answer: a person decides."""
    said = _said(evidence, Who.CLASSIFIER)
    if said is None:
        return None
    if said.spam is None:
        return Signal(CHECK, 0.0, Reason("classifier_silent"), failed=True)
    return Signal(CHECK, _weight(said.spam), Reason("classifier_said", {"count": round(100 * said.spam)}))


def classifier_offence(evidence: Evidence, _rules: Rules) -> Signal | None:
    """More likely an offence than not, says the classifier: no spam for that, but a person looks."""
    said = _said(evidence, Who.CLASSIFIER)
    if said is None or (said.offensive or 0.0) <= 0.5:  # noqa: PLR2004 - more likely than not
        return None
    return Signal(CHECK, 0.0, Reason("classifier_offence", {"count": round(100 * (said.offensive or 0.0))}), holds=True)


def _said(evidence: Evidence, who: Who) -> Opinion | None:
    return next((one for one in evidence.opinions if one.who is who), None)


def _weight(share: float) -> float:
    inside = min(max(share, 0.01), 0.99)  # beyond, the limits hold anyway
    return min(max(math.log(inside / (1 - inside)), FINEST), WORST)
