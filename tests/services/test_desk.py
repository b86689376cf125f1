"""Working beside each other: claims show and do not bind, questions go to somebody else, notes go with their author."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.decision import Action, Decision
from moderation.domain.desk import Referral
from moderation.domain.errors import ForbiddenError, InvalidError, NotFoundError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import desk, people, queue, review
from moderation.store import dossier, tables
from moderation.store.filters import Filter
from moderation.store.listing import Page
from tests.conftest import PASSWORD, Clock
from tests.prepared import add_person
from tests.submissions import EMAIL
from workers import reconciler

Post = Callable[..., TestResponse]
Add = Callable[..., Moderator]
PENDING = Filter()


@pytest.fixture
def add(ctx: Context) -> Add:
    """Adds somebody: ``add("Salma", Role.MODERATOR, {1})``."""

    def make(name: str, role: Role = Role.MODERATOR, sites: set[int] | None = None) -> Moderator:
        email = f"{name.lower()}@news.example"
        add_person(ctx, email, name, Rights(role, frozenset(sites) if sites else None), PASSWORD)
        with ctx.database.read() as connection:
            return people.find(connection, ctx.fingerprints.moderator(email))

    return make


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> tuple[str, ...]:
    """Two comments that wait for a person, by two authors; the older one first."""
    found = tuple(
        post(body=body, email=email).get_json()["id"]
        for body, email in (("الأول", EMAIL), ("الثاني", "ali@example.ma"))
    )
    night_shift()
    return found


def claim(ctx: Context, moderator: Moderator, *identifiers: str) -> dict[str, str]:
    return ctx.database.write(lambda c: desk.claim(c, moderator, identifiers, ctx.clock()))


def start(ctx: Context, moderator: Moderator, wanted: Filter = PENDING) -> str:
    found = ctx.database.write(lambda c: desk.start(c, moderator, wanted, Page(), ctx.clock()))
    return found.id if found else ""


def refer(ctx: Context, moderator: Moderator, identifier: str, asked_of: str = "", note: str = "") -> bool:
    question = Referral(0, identifier, "", asked_of, note, ctx.clock())
    return ctx.database.write(lambda c: desk.refer(c, moderator, question))


def decide(ctx: Context, moderator: Moderator, identifier: str, batch: str = "batch", version: int = 2) -> str:
    said = Decision(Action.APPROVE, ((identifier, version),))
    (outcome,) = ctx.database.write(lambda c: review.decide(c, moderator, said, people.digest(batch), ctx.clock()))
    return outcome.error


def referred(ctx: Context, moderator: Moderator) -> tuple[list[str], int]:
    """The pile of open questions, and how many the tab counts."""
    wanted = Filter(status=None, pile="referred")
    with ctx.database.read() as connection:
        found = [one.id for one in queue.list_all(connection, moderator, wanted, 10)]
        return found, queue.count(connection, moderator, wanted)["referred"]


def item(ctx: Context, moderator: Moderator, identifier: str) -> queue.Item:
    with ctx.database.read() as connection:
        return queue.find(connection, moderator, identifier, ctx.clock())[0]


def notes(ctx: Context, moderator: Moderator, identifier: str) -> list[tuple[str, str]]:
    """Who noted what about the author of a comment, the newest first."""
    with ctx.database.read() as connection:
        comment = queue.own(connection, moderator, identifier)
        return [(one.name, one.note.body) for one in desk.read_notes(connection, [comment])[identifier]]


def test_a_claim_is_seen_by_colleagues_and_stays_with_who_came_first(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]
) -> None:
    salma = add("Salma")

    mine = claim(ctx, moderator, held[0], held[0])
    theirs = claim(ctx, salma, *held)

    assert mine == {held[0]: "Ada"}
    assert theirs == {held[0]: "Ada", held[1]: "Salma"}
    assert item(ctx, salma, held[0]).claimed_by == "Ada"


def test_a_claim_is_over_after_three_minutes_and_lasts_while_it_is_renewed(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock
) -> None:
    claim(ctx, moderator, *held)
    clock.forward(minutes=2)
    claim(ctx, moderator, held[0])
    clock.forward(minutes=2)

    assert claim(ctx, add("Salma"), *held) == {held[0]: "Ada", held[1]: "Salma"}


def test_a_claim_stops_nobody_from_deciding_and_ends_with_the_decision(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]
) -> None:
    claim(ctx, moderator, held[0])

    assert decide(ctx, add("Salma"), held[0]) == ""
    assert item(ctx, moderator, held[0]).claimed_by == ""


def test_two_who_start_never_get_the_same(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock
) -> None:
    salma, third = add("Salma"), add("Omar")

    assert (start(ctx, moderator), start(ctx, salma), start(ctx, third)) == (*held, "")
    assert start(ctx, moderator) == held[0]  # one's own is free for oneself
    clock.forward(minutes=3)
    assert start(ctx, third) == held[0]


def test_starting_keeps_to_the_filter_and_to_ones_own_sites(
    ctx: Context, moderator: Moderator, add: Add, add_site: Callable[..., Site], held: tuple[str, ...]
) -> None:
    elsewhere = add("Olga", Role.MODERATOR, {add_site("other").id})

    assert start(ctx, moderator, Filter(text="الثاني")) == held[1]
    assert start(ctx, elsewhere) == ""


def test_who_may_only_look_leaves_nothing_on_the_desk(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]
) -> None:
    viewer = add("Viktor", Role.VIEWER)

    with pytest.raises(ForbiddenError):
        claim(ctx, viewer, held[0])
    with pytest.raises(ForbiddenError):
        start(ctx, viewer)
    with pytest.raises(ForbiddenError):
        refer(ctx, viewer, held[0])
    with pytest.raises(ForbiddenError):
        ctx.database.write(lambda c: desk.note(c, viewer, held[0], "…", ctx.clock()))
    assert start(ctx, moderator) == held[0]


def test_what_is_not_ones_own_is_not_there(
    ctx: Context, moderator: Moderator, add: Add, add_site: Callable[..., Site], held: tuple[str, ...]
) -> None:
    olga = add("Olga", Role.MODERATOR, {add_site("other").id})

    with pytest.raises(NotFoundError):
        claim(ctx, olga, held[0])
    with pytest.raises(NotFoundError):
        refer(ctx, olga, held[0])
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda c: desk.note(c, olga, held[0], "…", ctx.clock()))
    with pytest.raises(NotFoundError):
        claim(ctx, moderator, "1-00000000000000000000000000")


def test_a_note_is_about_the_author_wherever_they_write_on_the_site(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], post: Post, clock: Clock
) -> None:
    again = post(body="الثالث", thread="https://news.example/other").get_json()["id"]
    ctx.database.write(lambda c: desk.note(c, moderator, held[0], "كاتب جاد", clock()))
    clock.forward(minutes=1)
    salma = add("Salma")
    ctx.database.write(lambda c: desk.note(c, salma, again, "راجعه بهدوء", clock()))

    assert notes(ctx, moderator, again) == [("Salma", "راجعه بهدوء"), ("Ada", "كاتب جاد")]
    assert notes(ctx, moderator, held[0]) == notes(ctx, moderator, again)
    assert notes(ctx, moderator, held[1]) == []


def test_notes_go_with_their_author(ctx: Context, moderator: Moderator, held: tuple[str, ...], clock: Clock) -> None:
    ctx.database.write(lambda c: desk.note(c, moderator, held[0], "…", clock()))
    ctx.database.write(lambda c: desk.note(c, moderator, held[1], "…", clock()))
    with ctx.database.read() as connection:
        author = queue.own(connection, moderator, held[0]).author.fingerprint

    ctx.database.write(lambda c: dossier.forget_notes(c, 1, author, clock()))

    assert len(notes(ctx, moderator, held[1])) == 1
    with ctx.database.read() as connection:
        assert not [one for one in connection.exec_driver_sql("SELECT fingerprint FROM notes") if one[0] == author]


def test_who_asks_for_a_second_opinion_may_not_give_it_and_another_does(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]
) -> None:
    salma = add("Salma")
    claim(ctx, moderator, held[0])

    assert refer(ctx, moderator, held[0], note="هل هذا تحريض؟")

    seen = item(ctx, salma, held[0])
    assert (seen.asked_by, seen.claimed_by) == ("Ada", "")
    assert seen.referral
    assert seen.referral.note == "هل هذا تحريض؟"
    assert decide(ctx, moderator, held[0]) == "forbidden"
    assert decide(ctx, salma, held[0]) == ""
    assert item(ctx, salma, held[0]).referral is None


def test_taking_the_answer_back_asks_the_question_again(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock
) -> None:
    salma = add("Salma")
    refer(ctx, moderator, held[0], note="هل هذا تحريض؟")
    clock.forward(minutes=1)
    decide(ctx, salma, held[0])
    assert referred(ctx, moderator) == ([], 0)

    ctx.database.write(lambda c: review.undo(c, salma, people.digest("batch"), clock()))

    again = item(ctx, salma, held[0])
    assert again.referral
    assert (again.asked_by, again.referral.note) == ("Ada", "هل هذا تحريض؟")
    assert referred(ctx, moderator) == ([held[0]], 1)
    assert decide(ctx, moderator, held[0], version=4) == "forbidden"
    assert decide(ctx, salma, held[0], batch="again", version=4) == ""
    assert referred(ctx, moderator) == ([], 0)


def test_an_answered_question_makes_room_for_another(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock
) -> None:
    salma = add("Salma")
    refer(ctx, moderator, held[0])
    decide(ctx, salma, held[0])

    assert refer(ctx, salma, held[0])  # in the very moment of the decision
    assert item(ctx, moderator, held[0]).asked_by == "Salma"
    assert decide(ctx, salma, held[0], batch="again", version=3) == "forbidden"


@pytest.mark.parametrize("ahead", [-5, 5])
def test_a_decision_answers_what_was_asked_before_it_whosever_clock_is_ahead(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock, ahead: int
) -> None:
    salma = add("Salma")
    refer(ctx, moderator, held[0])
    clock.forward(seconds=ahead)

    decide(ctx, salma, held[0])

    assert referred(ctx, moderator) == ([], 0)


def test_what_was_answered_for_good_is_forgotten(
    ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...], clock: Clock
) -> None:
    for identifier in held:
        refer(ctx, moderator, identifier)
    decide(ctx, add("Salma"), held[0])
    clock.forward(minutes=62)

    reconciler.sweep(ctx)

    with ctx.database.read() as connection:
        assert [row.comment for row in connection.execute(sa.select(tables.referrals))] == [held[1]]


def test_the_first_question_stays(ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]) -> None:
    salma = add("Salma")
    refer(ctx, moderator, held[0])

    assert not refer(ctx, salma, held[0])
    assert item(ctx, salma, held[0]).asked_by == "Ada"


def test_what_was_referred_is_a_pile_of_its_own(ctx: Context, moderator: Moderator, held: tuple[str, ...]) -> None:
    refer(ctx, moderator, held[1])

    assert referred(ctx, moderator) == ([held[1]], 1)


@pytest.mark.parametrize("whom", ["themselves", "a viewer", "somebody elsewhere", "nobody"])
def test_only_who_can_decide_is_asked(
    ctx: Context, moderator: Moderator, add: Add, add_site: Callable[..., Site], held: tuple[str, ...], whom: str
) -> None:
    people_: dict[str, Callable[[], str]] = {
        "themselves": lambda: moderator.id,
        "a viewer": lambda: add("Viktor", Role.VIEWER).id,
        "somebody elsewhere": lambda: add("Olga", Role.MODERATOR, {add_site("other").id}).id,
        "nobody": lambda: "1-nobody",
    }
    asked = people_[whom]()

    with pytest.raises(InvalidError):
        refer(ctx, moderator, held[0], asked)
    assert item(ctx, moderator, held[0]).referral is None


def test_a_colleague_by_name_can_be_asked(ctx: Context, moderator: Moderator, add: Add, held: tuple[str, ...]) -> None:
    salma = add("Salma")

    assert refer(ctx, moderator, held[0], salma.id)
    with ctx.database.read() as connection:
        assert [one.name for one in desk.colleagues(connection, moderator)] == ["Salma"]


def test_what_an_author_did_lately_is_told_beside_all_that_they_did(
    ctx: Context, moderator: Moderator, held: tuple[str, ...], post: Post, clock: Clock
) -> None:
    decide(ctx, moderator, held[0])
    clock.forward(days=91)
    again = post(body="بعد زمن").get_json()["id"]

    shown = item(ctx, moderator, again)

    assert (shown.history.approved, shown.lately.approved) == (1, 0)
