"""Trying rules on what a site has had."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation import checks
from moderation.bootstrap import Context
from moderation.domain.block import FLAGS, Block, Blocks, Effect, Kind
from moderation.domain.evidence import Rules
from moderation.domain.listed import Listed
from moderation.domain.policy import Verdict
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.services import rehearse
from moderation.services.rehearse import Rehearsal
from tests.builders import evidence_of, evidence_of_arrival, evidence_of_author
from tests.submissions import EMAIL
from tests.web.hands import publish

Post = Callable[..., TestResponse]
HOLD, SPAM, APPROVE = Verdict.HOLD, Verdict.SPAM, Verdict.APPROVE


@pytest.fixture
def try_out(ctx: Context, site: Site) -> Callable[..., Rehearsal]:
    """Tries a rulebook out on the site."""

    def work(book: Rulebook, enough: Callable[[], bool] = lambda: False) -> Rehearsal:
        return rehearse.rehearse(ctx.database, site, book, enough)

    return work


@pytest.fixture
def had(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> list[str]:
    """What the site has had: two newcomers, one of whom came again after their first was published; ids, in order."""
    ids = [post().get_json()["id"], post(email="ali@example.ma", body="Un mot de trop, mon ami.").get_json()["id"]]
    night_shift()
    publish(ada, ids[0])
    ids.append(post(body="تعليق ثان، شكرا").get_json()["id"])
    night_shift()
    return ids


def test_the_present_rules_change_nothing(had: list[str], try_out: Callable[..., Rehearsal]) -> None:
    assert try_out(Rulebook()) == Rehearsal(3, {}, (), 0)


def test_a_word_would_have_held(ctx: Context, had: list[str], try_out: Callable[..., Rehearsal]) -> None:
    found = try_out(Rulebook(words=(Listed("ثان"),)))

    (example,) = found.examples
    assert (found.tested, found.changes) == (3, {(APPROVE, HOLD): 1})
    assert (example.comment.id, example.before, example.after.verdict) == (had[2], APPROVE, HOLD)
    (signal,) = [one for one in example.after.signals if one.reason.code == "listed_word"]
    assert [example.comment.body[start:end] for start, end in signal.spans] == ["ثان"]


def test_newcomers_would_have_passed_and_the_known_one_would_have_waited(
    had: list[str], try_out: Callable[..., Rehearsal]
) -> None:
    """Whose first comment it was then is told by what was seen then: today that author has one that was published."""
    assert try_out(Rulebook(hold_first=False)).changes == {(HOLD, APPROVE): 2}
    assert try_out(Rulebook(trust_after=2)).changes == {(APPROVE, HOLD): 1}


def test_a_blocked_author_would_have_been_spam(
    ctx: Context, site: Site, had: list[str], try_out: Callable[..., Rehearsal]
) -> None:
    block = Block(Kind.FINGERPRINT, ctx.fingerprints.author(site.id, EMAIL), Effect.BLOCK)
    network = Block(Kind.NETWORK, "198.51.100.0/24", Effect.BLOCK)

    found = try_out(Rulebook(blocks=(block, network)))

    assert found.changes == {(HOLD, SPAM): 1, (APPROVE, SPAM): 1}
    assert [example.comment.id for example in found.examples] == [had[2], had[0]]
    assert found.skipped == 1


def test_thresholds_are_tried_too(had: list[str], try_out: Callable[..., Rehearsal]) -> None:
    assert try_out(Rulebook(approve_below=0.0)).changes == {(APPROVE, HOLD): 1}
    assert try_out(Rulebook(spam_above=0.0)).changes == {(HOLD, SPAM): 2, (APPROVE, SPAM): 1}


def test_it_ends_when_it_is_enough(had: list[str], try_out: Callable[..., Rehearsal]) -> None:
    left = iter([False, True])

    assert try_out(Rulebook(), lambda: next(left)).tested == 1


def test_what_has_no_verdict_is_not_tried(post: Post, try_out: Callable[..., Rehearsal]) -> None:
    post()

    assert try_out(Rulebook(hold_first=False)).tested == 0


def test_a_site_of_many_comments_is_read_page_by_page(
    post: Post, night_shift: Callable[[], int], try_out: Callable[..., Rehearsal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearse, "BATCH", 2)
    monkeypatch.setattr(rehearse, "LATEST", 4)
    monkeypatch.setattr(rehearse, "EXAMPLES", 3)
    ids = [
        post(email=f"r{number}@example.ma", body=f"شكرا على المقال {number}").get_json()["id"] for number in range(5)
    ]
    night_shift()

    found = try_out(Rulebook(hold_first=False))

    assert (found.tested, found.changes) == (4, {(HOLD, APPROVE): 4})
    assert [example.comment.id for example in found.examples] == ids[:1:-1]


def test_what_is_replayed_gives_the_codes_that_are_taken_away_before() -> None:
    """Else a signal of that day would count twice."""
    listed = Rules(
        words=frozenset({"mot"}), trust_after=2, blocks=Blocks((Block(Kind.FINGERPRINT, "f1", Effect.TRUST),))
    )
    facts = [
        evidence_of("mot https://a.example https://b.example https://c.example"),
        evidence_of_author(approved=1),
        *(evidence_of_arrival(flags=(flag,)) for flag in FLAGS),
    ]
    known = [replace(listed, blocks=Blocks()), listed]

    given = {
        signal.reason.code for fact in facts for one in known for signal in checks.examine(rehearse.RULED, fact, one)
    }

    assert set(rehearse.RULED) <= set(checks.CHECKS)
    assert given == rehearse.CODES - {"blocked_author"}
