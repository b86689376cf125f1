"""The form in which words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.text import fold
from moderation.domain.text.folding import Table
from tests.domain.text.samples import ANY_TEXT, attacks


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("أَحْسَنْتَ", "احسنت", id="tashkeel"),
        pytest.param("هٰذا", "هذا", id="dagger alef"),
        pytest.param("شكـــــرا", "شكرا", id="tatweel"),
        pytest.param("أحمد إلى آخر ٱلله", "احمد الي اخر الله", id="alefs"),
        pytest.param("مستشفى مدرسة", "مستشفي مدرسه", id="final ya and ta marbuta"),
        pytest.param("مسؤول رئيس", "مسوول رييس", id="seated hamza"),
        pytest.param("شيء ماء", "شيء ماء", id="hamza alone stays"),
        pytest.param("ڭاع گاع كاع", "كاع كاع كاع", id="Maghrebi g"),
        pytest.param("کتاب فارسی", "كتاب فارسي", id="Persian letters"),
        pytest.param("ڤيروس پاريس", "فيروس باريس", id="v and p"),
        pytest.param("٢٠٢٦ ۲۰۲۶", "2026 2026", id="digits"),
        pytest.param("ﻻ ﷲ", "لا الله", id="ligatures"),
        pytest.param("مبروووووك عليكم", "مبروك عليكم", id="elongation"),
        pytest.param("ههههههههه", "ههه", id="laughter"),
        pytest.param("الله محلل", "الله محلل", id="doubles stay"),
        pytest.param("بزاااف ديال الناس", "بزاف ديال الناس", id="Darija"),
        pytest.param("Bzaaaaf 3lih", "bzaf 3lih", id="Arabizi"),
        pytest.param("L\u2019ÉLÈVE à Noël, cœur", "l'eleve a noel, coeur", id="French"),
        pytest.param("Hellooooo XXX 1000", "hello xxx 1000", id="English"),
        pytest.param("STRASSE ẞ İstanbul ſtop adm\u0131n", "strasse ss istanbul stop admin", id="case"),
        pytest.param("ａｄｍｉｎ 𝐚𝐝𝐦𝐢𝐧 ⓐⓓⓜⓘⓝ", "admin admin admin", id="compatibility"),
        pytest.param("vi\u200bag\u00adra\u202e", "viagra", id="invisible"),
        pytest.param("한국 हिन्दी", "한국 हिन्दी", id="other scripts stay readable"),
    ],
)
def test_folding_unifies_what_readers_take_for_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(value: str) -> None:
    assert fold(fold(value)) == fold(value)


@pytest.mark.parametrize("block", range(0, 0x30000, 0x1000))
def test_no_code_point_of_a_block_changes_when_folded_again(block: int) -> None:
    folded = [fold(chr(code)) for code in range(block, block + 0x1000)]

    assert [fold(value) for value in folded] == folded


@given(
    st.sampled_from(["مُحَمَّد", "رَائِعٌ", "Café", "bzaf"]),
    st.sampled_from(["\u200b", "\u0640", "\u064e", "\u202e", "\ufeff"]),
    st.integers(0, 4),
)
def test_nothing_invisible_makes_another_word(word: str, hidden: str, place: int) -> None:
    assert fold(word[:place] + hidden + word[place:]) == fold(word)


@pytest.mark.parametrize("value", attacks("zero-width/invisible"))
def test_invisible_attacks_fold_to_the_word_they_hide(value: str) -> None:
    assert fold(value) == "viagra"


def test_a_full_table_still_answers() -> None:
    table = Table(str.upper)
    table.update(dict.fromkeys(range(0x20000, 0x20000 + 50_000), ""))

    assert table[ord("x")] == "X"
    assert ord("x") not in table
