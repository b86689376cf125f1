"""The eyes: one file, one kind of check; pure functions from evidence and rules to a signal, or to nothing.

Every check is always asked, so that a moderator sees every reason. Checks do not know each other and import only the domain.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from moderation.checks import (
    classifier,
    disguise,
    duplicates,
    flood,
    form,
    links,
    opinion,
    reputation,
    standing,
    wordlist,
)
from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal

Check: TypeAlias = Callable[[Evidence, Rules], Signal | None]

TEXT_CHECKS: tuple[Check, ...] = (
    # What it says, and what it hides.
    links.too_many_links,
    links.link_only,
    wordlist.listed_word,
    disguise.bidi_override,
    disguise.invisible_characters,
    disguise.homoglyphs,
    # What it sounds like.
    classifier.likely_spam,
    classifier.other_words,
    classifier.telling_trait,
    classifier.likely_offensive,
)

CHECKS: tuple[Check, ...] = (
    # How it was sent: robots fill in forms badly.
    form.honeypot,
    form.speed,
    form.token,
    # How often: from one author, from one network, in one text.
    flood.by_author,
    flood.by_network,
    flood.by_text,
    links.linked_often,
    # The text itself.
    *TEXT_CHECKS,
    # Whether it was said before.
    duplicates.same_text,
    duplicates.same_text_refused,
    duplicates.near_text,
    duplicates.near_text_refused,
    duplicates.repeated,
    # What others think of it, where the site asks them.
    opinion.akismet,
    opinion.classifier,
    opinion.classifier_offence,
    # Who is blocked: enough by itself.
    standing.blocked,
    # Who says it: last, because it can also speak for them.
    reputation.known_author,
    reputation.author_refused,
    standing.trusted,
    reputation.first_comment,
    reputation.new_author,
)


def examine(checks: Iterable[Check], evidence: Evidence, rules: Rules) -> tuple[Signal, ...]:
    """Ask every check, in order. A check that crashes is a failed signal, which holds the comment."""
    signals = (_asked(check, evidence, rules) for check in checks)
    return tuple(signal for signal in signals if signal)


def _asked(check: Check, evidence: Evidence, rules: Rules) -> Signal | None:
    try:
        return check(evidence, rules)
    except Exception:  # noqa: BLE001 - whatever happened, a person decides; its text may quote the comment, so it is not kept
        name = getattr(check, "__name__", type(check).__name__)
        return Signal(check=name, weight=0.0, reason=Reason("check_failed", {"check": name}), failed=True)
