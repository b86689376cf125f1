"""Texts that two models can tell apart, written for these tests."""

import numpy as np

from moderation.domain.text import read
from moderation.learning.features import COLUMNS, Features, take_apart, weigh
from moderation.learning.hashing import BUCKETS, Floats
from moderation.learning.lessons import Lesson
from moderation.learning.model import Base, Line

RARITY: Floats = np.ones(BUCKETS, dtype=np.float32)
SPAM = [
    f"{call} {thing} {number}"
    for number, (call, thing) in enumerate(
        (call, thing)
        for call in ("اشترك في قناتي", "Abonnez-vous vite", "Subscribe now", "زوروا موقعنا http://win.example")
        for thing in ("واربح", "gagnez des prix", "win prizes", "free money", "خصم كبير")
    )
]
HAM = [
    f"{opening} {matter} {number}"
    for number, (opening, matter) in enumerate(
        (opening, matter)
        for opening in ("شكرا على المقال", "Je ne suis pas d'accord", "I think the author", "ما رأيكم في")
        for matter in ("عن التعليم", "sur la réforme", "about the match", "قرار الحكومة", "is right")
    )
]
TEXTS = [text for pair in zip(SPAM, HAM, strict=True) for text in pair]
LESSONS = [
    Lesson(spam, None if spam else False, "ada", text) for text, spam in ((text, text in SPAM) for text in TEXTS)
]


def features_of(texts: list[str]) -> Features:
    """Their features, every bucket as telling as any other."""
    return weigh(take_apart([read(text) for text in texts]), RARITY)


def empty_base() -> Base:
    """A base that knows nothing."""
    line = Line(np.zeros(COLUMNS, dtype=np.float32), 0.0)
    return Base(RARITY, {"spam": line, "offensive": line})
