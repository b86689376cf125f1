"""Characters that show people another text."""

import pytest

from moderation.checks import Check, disguise
from moderation.domain.evidence import Rules
from moderation.domain.signal import Reason, Signal
from tests.builders import evidence_of


@pytest.mark.parametrize(
    ("check", "body", "signal"),
    [
        (
            disguise.bidi_override,
            "صورة \u202egnp.exe\u202c",
            Signal("disguise", 1.5, Reason("bidi_override", {"count": 2}), ((5, 6), (13, 14)), holds=True),
        ),
        (
            disguise.invisible_characters,
            "vi\u200bagra",
            Signal("disguise", 1.0, Reason("invisible_characters", {"count": 1}), ((2, 3),)),
        ),
        (
            disguise.homoglyphs,
            "login p\u0430ypal",
            Signal("disguise", 1.5, Reason("homoglyphs", {"count": 1}), ((6, 12),)),
        ),
    ],
)
def test_each_disguise_has_its_own_signal(check: Check, body: str, signal: Signal) -> None:
    assert check(evidence_of(body), Rules()) == signal


@pytest.mark.parametrize("check", [disguise.bidi_override, disguise.invisible_characters, disguise.homoglyphs])
@pytest.mark.parametrize("body", ["مرحبا\u200f! Merci شكرا thanks", "می\u200cخواهم", "Привет world 👨\u200d👩\u200d👧"])
def test_ordinary_writing_says_nothing(check: Check, body: str) -> None:
    assert check(evidence_of(body), Rules()) is None
