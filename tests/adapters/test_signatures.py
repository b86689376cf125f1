"""Signed words are believed for what they were made for, and for nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters.signatures import FORM_LASTS, Signatures
from moderation.domain.comment import Token
from tests.conftest import Clock

SIGNATURES = Signatures(b"k" * 32)


def test_a_form_token_tells_its_age(clock: Clock) -> None:
    token = SIGNATURES.form("news", clock())
    clock.forward(seconds=30)

    assert SIGNATURES.read_form(token, "news", clock()) == (Token.FRESH, 30.0)


def test_it_gets_stale(clock: Clock) -> None:
    token = SIGNATURES.form("news", clock())
    at = clock() + FORM_LASTS + timedelta(seconds=1)

    assert SIGNATURES.read_form(token, "news", at)[0] is Token.STALE


def test_clocks_may_differ_a_little_and_not_more(clock: Clock) -> None:
    token = SIGNATURES.form("news", clock() + timedelta(milliseconds=900))
    future = SIGNATURES.form("news", clock() + timedelta(seconds=5))

    assert SIGNATURES.read_form(token, "news", clock()) == (Token.FRESH, 0.0)
    assert SIGNATURES.read_form(future, "news", clock()) == (Token.FORGED, None)


@pytest.mark.parametrize("forged", ["x", "news.1.sig", ".", "\ud800", "é.é", "news.1764000000000." + "A" * 27])
def test_a_forged_one_is_seen(clock: Clock, forged: str) -> None:
    assert SIGNATURES.read_form(forged, "news", clock()) == (Token.FORGED, None)


def test_none_is_missing_and_another_sites_is_forged(clock: Clock) -> None:
    assert SIGNATURES.read_form("", "news", clock()) == (Token.MISSING, None)
    assert SIGNATURES.read_form(SIGNATURES.form("other", clock()), "news", clock()) == (Token.FORGED, None)


def test_one_kind_of_token_is_not_another() -> None:
    assert not SIGNATURES.is_csrf(SIGNATURES.author("x"), "x")
    assert not SIGNATURES.is_author(SIGNATURES.csrf("x"), "x")
    assert Signatures(b"l" * 32).csrf("x") != SIGNATURES.csrf("x")


@given(st.text(max_size=40, alphabet=st.characters(exclude_categories=["Cs"])), st.text(max_size=40))
def test_a_token_is_for_its_session_and_its_comment(session: str, token: str) -> None:
    assert SIGNATURES.is_csrf(SIGNATURES.csrf(session), session)
    assert SIGNATURES.is_author(SIGNATURES.author(session), session)
    assert not SIGNATURES.is_csrf(token, session)
    assert not SIGNATURES.is_author(token, session)
