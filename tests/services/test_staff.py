"""Admins and those they let in."""

from collections.abc import Callable

import pytest

from moderation.bootstrap import Context
from moderation.domain.audit import HOUSE
from moderation.domain.errors import ForbiddenError, LastAdminError, NotFoundError, TakenError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import people, staff
from moderation.store import audit
from tests.conftest import PASSWORD, Clock
from tests.prepared import add_person


@pytest.fixture
def add(ctx: Context) -> Callable[..., Moderator]:
    """Adds somebody: ``add("bo", Role.ADMIN, {1})``."""

    def make(name: str, role: Role, sites: set[int] | None = None) -> Moderator:
        email = f"{name}@news.example"
        add_person(ctx, email, name, Rights(role, frozenset(sites) if sites else None), PASSWORD)
        with ctx.database.read() as connection:
            return people.find(connection, ctx.fingerprints.moderator(email))

    return make


def said(ctx: Context) -> list[tuple[str, str, str]]:
    """The audit of the house: who, what, to whom."""
    with ctx.database.read() as connection:
        return [(line.who, line.action, line.reason) for line in audit.list_of(connection, HOUSE, "")]


def test_the_last_admin_can_neither_leave_nor_step_down(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    with pytest.raises(LastAdminError):
        ctx.database.write(lambda c: staff.dismiss(c, moderator, moderator.id, clock()))
    with pytest.raises(LastAdminError):
        ctx.database.write(lambda c: staff.reform(c, moderator, moderator.id, Rights(Role.MODERATOR), clock()))
    assert said(ctx) == []


def test_an_admin_of_one_site_does_not_replace_one_of_all(
    ctx: Context, moderator: Moderator, add: Callable[..., Moderator], site: Site, clock: Clock
) -> None:
    add("bo", Role.ADMIN, {site.id})

    with pytest.raises(LastAdminError):
        ctx.database.write(lambda c: staff.dismiss(c, moderator, moderator.id, clock()))


def test_with_another_admin_one_can_go_and_sessions_end(
    ctx: Context, moderator: Moderator, add: Callable[..., Moderator], clock: Clock
) -> None:
    bo = add("bo", Role.ADMIN)
    secret = people.login(ctx.database, ctx.fingerprints.moderator("bo@news.example"), PASSWORD, clock())
    token = ctx.database.write(lambda c: people.create_own_token(c, bo, clock()))

    ctx.database.write(lambda c: staff.dismiss(c, moderator, bo.id, clock()))

    assert secret
    assert people.session_of(ctx.database, secret, clock()) is None
    with ctx.database.read() as connection:
        assert people.token_of(connection, token) is None
    assert said(ctx) == [(moderator.id, "people", f"removed {bo.id}")]


def test_a_change_of_rights_ends_sessions_and_is_written_down_once(
    ctx: Context, moderator: Moderator, add: Callable[..., Moderator], clock: Clock
) -> None:
    bo = add("bo", Role.VIEWER)
    secret = people.login(ctx.database, ctx.fingerprints.moderator("bo@news.example"), PASSWORD, clock())

    ctx.database.write(lambda c: staff.reform(c, moderator, bo.id, Rights(Role.MODERATOR), clock()))
    ctx.database.write(lambda c: staff.reform(c, moderator, bo.id, Rights(Role.MODERATOR), clock()))

    assert people.session_of(ctx.database, secret or "", clock()) is None
    assert said(ctx) == [(moderator.id, "people", f"rights {bo.id}")]


def test_nobody_gives_more_than_they_have(
    ctx: Context, moderator: Moderator, add: Callable[..., Moderator], site: Site, clock: Clock
) -> None:
    bo, viewer = add("bo", Role.ADMIN, {site.id}), add("vi", Role.VIEWER, {site.id})

    with pytest.raises(ForbiddenError):
        ctx.database.write(lambda c: staff.reform(c, bo, viewer.id, Rights(Role.VIEWER), clock()))
    with pytest.raises(NotFoundError):
        ctx.database.write(lambda c: staff.renew(c, bo, moderator.id, "hash", clock()))
    with ctx.database.read() as connection:
        assert {one.id for one in staff.visible(connection, bo)} == {bo.id, viewer.id}
        assert len(staff.visible(connection, moderator)) == 3


def test_an_address_has_one_login(
    ctx: Context, moderator: Moderator, add: Callable[..., Moderator], clock: Clock
) -> None:
    add("bo", Role.VIEWER)
    named = ("Bo", Rights(Role.VIEWER))
    who = people.newcomer(ctx.sealer, ctx.fingerprints, "bo@news.example", named, clock())

    with pytest.raises(TakenError):
        ctx.database.write(lambda c: staff.admit(c, moderator, who, "hash", clock()))
