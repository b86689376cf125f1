"""A site's head: it learns, in any order, forgets when told, and nobody teaches more than their share."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.learning.lessons import Lesson, weights
from moderation.learning.model import Head, ModelError, odds, read_base, read_head, write_base, write_head
from moderation.learning.teaching import correct, fit
from tests.learning.texts import HAM, LESSONS, SPAM, TEXTS, empty_base, features_of

BASE = empty_base()
FEATURES = features_of(TEXTS)


def spam_odds(head: Head, texts: list[str]) -> list[float]:
    """What the base and a head think together."""
    general, own = odds(BASE, head, features_of(texts))["spam"]
    return list(general + own)


def test_what_was_taught_is_known_and_counted() -> None:
    head = fit(BASE, FEATURES, LESSONS).head

    assert min(spam_odds(head, SPAM)) > max(spam_odds(head, HAM))
    assert head.counts == {"spam": len(SPAM), "ham": len(HAM), "offensive": 0, "clean": len(HAM)}
    assert (
        spam_odds(head, ["Subscribe and win free money"])[0] > 0 > spam_odds(head, ["شكرا، أوافق الكاتب عن التعليم"])[0]
    )


def test_what_nobody_has_taught_says_nothing() -> None:
    assert spam_odds(Head(), [*SPAM, *HAM]) == [0.0] * len(TEXTS)


def test_a_handful_that_the_base_is_wrong_about_does_not_silence_it() -> None:
    sure = replace(BASE, lines={**BASE.lines, "spam": BASE.lines["spam"]._replace(bias=6.0)})  # everything is spam
    lessons = [Lesson(spam=number % 2 == 0, offensive=None, digest=str(number)) for number in range(6)]

    line = fit(sure, features_of(HAM[:6]), lessons).head.lines["spam"]

    assert line.scale > 0.5


@settings(max_examples=10)
@given(st.permutations(range(len(TEXTS))))
def test_the_order_of_corrections_does_not_matter(order: list[int]) -> None:
    usual = correct(BASE, Head(), FEATURES, LESSONS)
    other = correct(BASE, Head(), features_of([TEXTS[at] for at in order]), [LESSONS[at] for at in order])

    assert np.allclose(usual.lines["spam"].weights, other.lines["spam"].weights, atol=1e-5)
    assert usual.lines["spam"].bias == pytest.approx(other.lines["spam"].bias)


def test_a_correction_helps_at_once_and_can_be_taken_back() -> None:
    lesson, text = Lesson(spam=True, offensive=None), ["Subscribe now and win"]
    taught = correct(BASE, Head(), features_of(text), [lesson])
    changed = correct(BASE, Head(), features_of(text), [replace(lesson, spam=False)])

    assert spam_odds(taught, text)[0] > 1 > -1 > spam_odds(changed, text)[0]
    assert correct(BASE, Head(), features_of([]), []) == Head()


def test_the_same_text_counts_once() -> None:
    copies = [Lesson(spam=True, offensive=None, moderator="ada", digest="same")] * 50
    others = [Lesson(spam=False, offensive=False, moderator="ada", digest=str(number)) for number in range(50)]

    counted = weights([*copies, *others], "spam")

    assert counted[:50].sum() == pytest.approx(1.0)
    assert counted[50:].sum() == pytest.approx(50.0)


def test_one_person_teaches_no_more_than_all_others_together_or_than_two_hundred() -> None:
    many = [Lesson(spam=True, offensive=None, moderator="mallory", digest=str(number)) for number in range(3000)]
    few = [
        Lesson(spam=False, offensive=False, moderator=f"m{number % 5}", digest=f"f{number}") for number in range(500)
    ]

    counted = weights([*many, *few], "spam")

    assert counted[:3000].sum() == pytest.approx(500.0)
    assert counted[3000:].sum() == pytest.approx(500.0)
    assert weights(many, "spam").sum() == pytest.approx(200.0)


def test_a_head_comes_back_from_its_bytes() -> None:
    head = fit(BASE, FEATURES, LESSONS).head
    back = read_head(write_head(head))

    assert back.counts == head.counts
    assert np.allclose(spam_odds(back, TEXTS), spam_odds(head, TEXTS), atol=0.02)


def test_a_base_comes_back_from_its_bytes_and_is_named_after_them() -> None:
    content = write_base(BASE)

    assert read_base(content).digest == read_base(write_base(BASE)).digest != ""
    with pytest.raises(ModelError, match="is not a model"):
        read_base(content[:50])
    with pytest.raises(ModelError, match="is not a base model"):
        read_base(write_head(Head()))


def test_where_offence_is_rare_a_look_in_vain_is_better_than_an_insult_missed() -> None:
    insults = [f"espèce de bidule {number}" for number in range(6)]
    texts = [*insults, *HAM, *SPAM]
    rare = [Lesson(None, text in insults) for text in texts]

    head = fit(BASE, features_of(texts), rare).head

    general, own = odds(BASE, head, features_of(texts))["offensive"]
    assert (general + own)[: len(insults)].min() > 0
    assert (general + own)[len(insults) :].max() < 0
