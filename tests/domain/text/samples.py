"""Texts to try things on: any text at all, and the attacks we were given."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

# The seven kinds of code points that rules are written for, so that they meet often; then anything, surrogates included.
TELLING = "aéſКаоΑµابةىﷺگـًٰ٣5 \n.،@/:-_()\u200b\u200c\u200d\u200e\u202e\u2066\ufeff\u00ad\ufe0f\u0301\u3164\u2800🏴😀\U000e0041ﹰⓐ가ㅋकि"
ANY_TEXT = st.text(st.one_of(st.sampled_from(TELLING), st.characters()))

_ATTACKS = Path(__file__).parents[4] / "shared" / "data" / "attacks" / "unicode_attacks.jsonl"


def attacks(kind: str) -> list[Any]:
    """The inputs of one kind as parameters; a single skipped one where the data is not at hand."""
    if not _ATTACKS.exists():
        reason = "../shared/data/attacks is not here; the samples of this file stand for it"
        return [pytest.param("", marks=pytest.mark.skip(reason=reason))]
    rows = map(json.loads, _ATTACKS.read_text(encoding="utf-8").splitlines())
    return [pytest.param(row["input"], id=row["id"]) for row in rows if row["kind"] == kind]
