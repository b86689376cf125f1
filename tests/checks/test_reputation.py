"""What became of the author's other comments."""

import pytest

from moderation.checks import reputation
from moderation.domain.comment import NOBODY, Author
from moderation.domain.evidence import Rules
from moderation.domain.signal import Reason, Signal
from tests.builders import a_comment, evidence_of, evidence_of_author


@pytest.mark.parametrize(("approved", "weight"), [(1, -0.5), (4, -2.0), (900, -2.0)])
def test_approved_comments_speak_for_the_next_up_to_a_limit(approved: int, weight: float) -> None:
    signal = reputation.known_author(evidence_of_author(approved=approved), Rules())

    assert signal == Signal("reputation", weight, Reason("known_author", {"count": approved}))


@pytest.mark.parametrize("history", [{}, {"approved": 9, "spam": 1}, {"approved": 9, "rejected": 1}])
def test_nothing_speaks_for_a_new_or_a_refused_author(history: dict[str, int]) -> None:
    assert reputation.known_author(evidence_of_author(**history), Rules()) is None


@pytest.mark.parametrize(("spam", "rejected", "weight"), [(1, 0, 1.0), (0, 1, 0.5), (1, 1, 1.5), (30, 30, 2.5)])
def test_a_refused_comment_holds_the_next_and_weighs_up_to_a_limit(spam: int, rejected: int, weight: float) -> None:
    signal = reputation.author_refused(evidence_of_author(approved=5, spam=spam, rejected=rejected), Rules())

    assert signal == Signal("reputation", weight, Reason("author_refused", {"count": spam + rejected}), holds=True)


def test_an_author_who_was_never_refused_is_not_held_for_it() -> None:
    assert reputation.author_refused(evidence_of_author(approved=1), Rules()) is None


@pytest.mark.parametrize("fingerprint", ["f1", NOBODY])
def test_a_new_author_is_met_by_a_person_first(fingerprint: str) -> None:
    comment = a_comment(author=Author(name="فاطمة", fingerprint=fingerprint))

    signal = reputation.first_comment(evidence_of(comment=comment), Rules())

    assert signal == Signal("reputation", 0.0, Reason("first_comment"), holds=True)


@pytest.mark.parametrize(("approved", "hold_first"), [(1, True), (0, False)])
def test_a_known_author_or_a_trusting_site_holds_no_first_comment(approved: int, hold_first: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert reputation.first_comment(evidence_of_author(approved=approved), Rules(hold_first=hold_first)) is None
