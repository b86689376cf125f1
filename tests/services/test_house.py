"""What the house says: replies, pins, picks; and whom it blocks or trusts from beside a comment."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.block import Effect
from moderation.domain.comment import Author, Comment
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import house, people, review
from moderation.services.house import Hand
from moderation.store import audit, blocks, comments, threads
from tests.conftest import Clock
from tests.submissions import THREAD

Post = Callable[..., TestResponse]


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person; its version is 2."""
    identifier: str = post().get_json()["id"]
    night_shift()
    return identifier


@pytest.fixture
def hand(moderator: Moderator, clock: Clock) -> Hand:
    """Ada's, now."""
    return Hand(moderator, clock(), lambda body: f"<p>{body}</p>")


@pytest.fixture
def public(ctx: Context, hand: Hand, held: str) -> str:
    """A published comment; its version is 3."""
    reply(ctx, hand, held)
    return held


def reply(ctx: Context, hand: Hand, identifier: str, version: int = 2, batch: str = "batch") -> str:
    item = identifier, version
    return ctx.database.write(lambda c: house.reply(c, hand, item, "شكرا لكم على هذا التنبيه.", people.digest(batch)))


def mark(ctx: Context, hand: Hand, identifier: str, what: str, *, on: bool = True) -> None:
    ctx.database.write(lambda c: house.mark(c, hand, identifier, what, on=on))


def find(ctx: Context, identifier: str) -> Comment:
    with ctx.database.read() as connection:
        found = comments.find(connection, identifier)
    assert found
    return found


def lines(ctx: Context, identifier: str) -> list[str]:
    with ctx.database.read() as connection:
        return [line.action for line in audit.list_of(connection, 1, identifier)]


def as_viewer(hand: Hand) -> Hand:
    return replace(hand, moderator=replace(hand.moderator, rights=Rights(Role.VIEWER)))


def test_an_answer_is_public_at_once_and_publishes_what_it_answers(
    ctx: Context, site: Site, hand: Hand, held: str
) -> None:
    own = find(ctx, reply(ctx, hand, held))

    assert (own.status, own.parent, own.staff, own.author.name) == ("approved", held, True, "Ada")
    assert own.author.fingerprint == ""
    assert own.language == "ar"
    assert find(ctx, held).status == "approved"
    assert lines(ctx, own.id) == ["reply"]
    with ctx.database.read() as connection:
        thread = threads.find(connection, site.id, THREAD)
    assert thread
    assert thread.approved == 2


def test_the_publication_that_came_with_an_answer_can_be_undone_and_the_answer_stays(
    ctx: Context, hand: Hand, held: str
) -> None:
    own = reply(ctx, hand, held)

    ctx.database.write(lambda c: review.undo(c, hand.moderator, people.digest("batch"), hand.at))

    assert find(ctx, held).status == "pending"
    assert find(ctx, own).status == "approved"


def test_nothing_is_answered_that_has_changed_since_it_was_looked_at(ctx: Context, hand: Hand, held: str) -> None:
    with pytest.raises(StaleError):
        reply(ctx, hand, held, version=1)

    assert find(ctx, held).status == "pending"


def test_what_is_not_public_is_neither_answered_nor_marked(ctx: Context, hand: Hand, public: str) -> None:
    ctx.database.write(lambda c: review.undo(c, hand.moderator, people.digest("batch"), hand.at))
    for what in ("pin", "pick"):
        with pytest.raises(StaleError):
            mark(ctx, hand, public, what)

    received = lines(ctx, public)
    assert "pin" not in received


def test_spam_is_not_answered(ctx: Context, hand: Hand, post: Post, night_shift: Callable[[], int]) -> None:
    spam = post(website2="x", body="https://a.example/ https://b.example/ https://c.example/").get_json()["id"]
    night_shift()

    with pytest.raises(StaleError):
        reply(ctx, hand, spam)


@pytest.mark.parametrize(("what", "attribute"), [("pin", "pinned"), ("pick", "picked")])
def test_a_mark_is_set_once_and_taken_away_once(
    ctx: Context, hand: Hand, public: str, what: str, attribute: str
) -> None:
    mark(ctx, hand, public, what)
    mark(ctx, hand, public, what)
    set_ = getattr(find(ctx, public), attribute)
    mark(ctx, hand, public, what, on=False)
    mark(ctx, hand, public, what, on=False)

    assert set_
    assert not getattr(find(ctx, public), attribute)
    assert sorted(line for line in lines(ctx, public) if what in line) == [what, f"un{what}"]
    assert find(ctx, public).version == 3  # what readers were shown of the text is not different


def test_the_author_is_blocked_or_trusted_from_beside_a_comment(
    ctx: Context, site: Site, hand: Hand, held: str
) -> None:
    def judge(effect: Effect) -> bool:
        return ctx.database.write(lambda c: house.judge_author(c, hand, site, held, effect))

    assert judge(Effect.BLOCK)
    assert judge(Effect.TRUST)
    assert judge(Effect.TRUST)

    with ctx.database.read() as connection:
        found = blocks.list_of(connection, site.id)
    assert [(one.value, one.effect) for one in found] == [(find(ctx, held).author.fingerprint, Effect.TRUST)]


def test_nobody_is_blocked_where_nobody_is_known(ctx: Context, site: Site, hand: Hand, held: str) -> None:
    own = reply(ctx, hand, held)

    assert find(ctx, own).author == Author(name="Ada")
    assert not ctx.database.write(lambda c: house.judge_author(c, hand, site, own, Effect.BLOCK))


def test_only_admins_judge_authors_and_only_moderators_speak(ctx: Context, site: Site, hand: Hand, held: str) -> None:
    viewer = as_viewer(hand)
    plain = replace(hand, moderator=replace(hand.moderator, rights=Rights(Role.MODERATOR)))

    with pytest.raises(ForbiddenError):
        reply(ctx, viewer, held)
    with pytest.raises(ForbiddenError):
        mark(ctx, viewer, held, "pin")
    with pytest.raises(ForbiddenError):
        ctx.database.write(lambda c: house.judge_author(c, plain, site, held, Effect.BLOCK))


def test_the_house_speaks_on_its_own_sites_only(
    ctx: Context, hand: Hand, held: str, add_site: Callable[..., Site], site: Site
) -> None:
    elsewhere = frozenset({add_site("other").id})
    other = replace(hand, moderator=replace(hand.moderator, rights=Rights(Role.ADMIN, elsewhere)))

    with pytest.raises(NotFoundError):
        reply(ctx, other, held)
    with pytest.raises(NotFoundError):
        mark(ctx, other, held, "pin")
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda c: house.judge_author(c, other, site, held, Effect.BLOCK))
