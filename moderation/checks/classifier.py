"""What the model thinks, in nats and with the words it thinks so for. Offence is never more than a reason to look."""

from moderation.domain.estimate import Estimate
from moderation.domain.evidence import Evidence, Rules
from moderation.domain.policy import PRIOR, probability
from moderation.domain.signal import Reason, Signal

_ACQUITS, _CONDEMNS = -4.0, 8.0  # nats: further, no model is to be believed
_TELLING = 0.4  # nats; below that, what else weighed is not worth a line
_OFFENSIVE, _OFFENSIVE_COLD = (
    0.5,
    0.97,
)  # probability; a base cannot tell a quarrel from an insult on a site it does not know


def likely_spam(evidence: Evidence, _rules: Rules) -> Signal | None:
    """How much likelier spam is than for an ordinary comment.

    Only advice until the site has taught enough; and only advice where it speaks for a comment: innocent words do not
    outweigh how it was sent, or what became of its like.
    """
    if evidence.estimates is None:
        return None
    found = evidence.estimates.spam
    weight = min(max(found.odds - PRIOR, _ACQUITS), _CONDEMNS)
    code, spans = (
        ("looks_like_spam", found.speaking_for) if found.odds > 0 else ("looks_ordinary", found.speaking_against)
    )
    return Signal("classifier", weight, _reason(code, found), spans, advises=evidence.estimates.cold or weight < 0)


def other_words(evidence: Evidence, _rules: Rules) -> Signal | None:
    """The words that weighed on the other side; they are counted in ``likely_spam`` already."""
    if evidence.estimates is None:
        return None
    found = evidence.estimates.spam
    code, spans = ("words_against", found.speaking_against) if found.odds > 0 else ("words_for", found.speaking_for)
    return Signal("classifier", 0.0, Reason(code, {"count": len(spans)}), spans) if spans else None


def telling_trait(evidence: Evidence, _rules: Rules) -> Signal | None:
    """What weighed most beside the words, such as the number of links; counted in ``likely_spam`` already."""
    if evidence.estimates is None or not evidence.estimates.spam.traits:
        return None
    name, weight = evidence.estimates.spam.traits[0]
    if abs(weight) < _TELLING:
        return None
    return Signal("classifier", 0.0, Reason(f"trait_{name.rpartition('_')[0]}", {"weight": f"{weight:+.1f}"}))


def likely_offensive(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Probably an insult or worse: a person looks. It says nothing of spam."""
    if evidence.estimates is None:
        return None
    found = evidence.estimates.offensive
    if probability(found.odds) < (_OFFENSIVE if evidence.estimates.taught else _OFFENSIVE_COLD):
        return None
    return Signal("classifier", 0.0, _reason("looks_offensive", found), found.speaking_for, holds=True)


def _reason(code: str, found: Estimate) -> Reason:
    """With the probability, and the shares of the base and of the site apart."""
    params: dict[str, int | str] = {
        "percent": f"{100 * probability(found.odds):.0f} %",
        "base": f"{found.base:+.1f}",
        "own": f"{found.own:+.1f}",
    }
    return Reason(code, params)
