"""The base that is shipped: small enough, itself, and no wolf-crier. And how bases are made."""

from importlib.resources import files

import pytest

from moderation.domain.text import read
from moderation.learning.base import MOST, Row, choose, weights
from moderation.learning.features import take_apart, weigh
from moderation.learning.model import Head, odds, read_base

CONTENT = files("moderation.learning").joinpath("base.npz").read_bytes()
BASE = read_base(CONTENT)
ORDINARY = [
    "مقال رائع، شكرا للكاتب على هذا التحليل", "لا أتفق مع الكاتب، فالأسعار ارتفعت 20% هذا العام", "واش هادشي معقول؟ الله يكون فعون الناس",
    "wa tbarkallah 3lik khoya, had lmaqal zwin bzaf", "إنا لله وإنا إليه راجعون، اللهم ارحمه", "متى تفتح المدارس في مدينتنا؟",
    "Macron devrait démissionner, sa politique est une honte.", "Merci pour cet article très fouillé !",
    "La grève de demain va bloquer tout le pays, encore une fois.", "I disagree: the minister never said that.",
    "Great reporting, thank you.", "The bridge was closed for three days last winter.",
]  # fmt: skip
ADVERTISING = [
    "Subscribe to my channel!!! FREE money, check out my new video http://spam.example",
    "للتواصل واتساب 0612345678 خصم كبير على جميع المنتجات تابعونا",
    "WIN a FREE prize now, call 08001234567 to claim your £1000",
]


def spam_odds(text: str) -> float:
    """What the base alone thinks."""
    general, own = odds(BASE, Head(), weigh(take_apart([read(text)]), BASE.rarity))["spam"]
    return float(general[0] + own[0])


def test_it_is_small() -> None:
    assert len(CONTENT) <= 4 * 1024 * 1024


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_comments_are_ordinary(text: str) -> None:
    assert spam_odds(text) < -0.6  # the threshold of a new site


@pytest.mark.parametrize("text", ADVERTISING)
def test_advertising_is_noticed(text: str) -> None:
    assert spam_odds(text) > 0


def rows_of(count: int, label: str, source: str) -> list[Row]:
    """Rows that differ."""
    return [Row(f"text {number}", label, source, f"{number:05}") for number in range(count)]


def test_of_too_many_the_same_are_chosen_in_any_order() -> None:
    rows = rows_of(MOST + 500, "ham", "a") + rows_of(3, "spam", "b")

    assert choose(rows) == choose(reversed(rows))
    assert len(choose(rows)) == MOST + 3


def test_every_source_has_the_same_say_however_large_it_is() -> None:
    rows = [*rows_of(5000, "ham", "large"), *rows_of(1200, "ham", "middle"), *rows_of(10, "spam", "small")]

    counted = weights(rows, "spam")

    assert counted[:5000].sum() == pytest.approx(1000)
    assert counted[5000:6200].sum() == pytest.approx(1000)
    assert counted[6200:].sum() == pytest.approx(10)
    assert weights(rows, "offensive")[6200:].sum() == 0  # whether spam offends, nobody has said
