"""Characters that show people another text than the one that was sent."""

from dataclasses import replace

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal


def bidi_override(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Text that runs against its own direction (CVE-2021-42574): +1.5 nats, and a person looks."""
    return _seen("bidi", Signal("disguise", 1.5, Reason("bidi_override"), holds=True), evidence)


def invisible_characters(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Words broken up by what cannot be seen: +1.0 nat; sometimes it is only pasted."""
    return _seen("invisible", Signal("disguise", 1.0, Reason("invisible_characters")), evidence)


def homoglyphs(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Latin words with Cyrillic or Greek lookalikes inside (UTS #39): +1.5 nats."""
    return _seen("homoglyph", Signal("disguise", 1.5, Reason("homoglyphs")), evidence)


def _seen(kind: str, signal: Signal, evidence: Evidence) -> Signal | None:
    """The signal with the places and the number of its marks; None without any."""
    spans = tuple((mark.start, mark.end) for mark in evidence.reading.marks if mark.kind == kind)
    if not spans:
        return None
    return replace(signal, reason=replace(signal.reason, params={"count": len(spans)}), spans=spans)
