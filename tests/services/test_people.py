"""Logging in: a session for who knows the password, and a hash that keeps up with the times."""

from argon2 import PasswordHasher

from moderation.adapters import passwords
from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator
from moderation.services import people
from moderation.store import moderators
from tests.conftest import LOGIN, PASSWORD, Clock


def test_who_knows_the_password_gets_a_session(ctx: Context, moderator: Moderator) -> None:
    secret = people.login(ctx.database, ctx.fingerprints.moderator(LOGIN), PASSWORD, ctx.clock())

    assert secret
    assert people.session_of(ctx.database, secret, ctx.clock()) == moderator


def test_nobody_else_does(ctx: Context, moderator: Moderator) -> None:
    mark = ctx.fingerprints.moderator(LOGIN)

    assert people.login(ctx.database, mark, PASSWORD + "!", ctx.clock()) is None
    assert people.login(ctx.database, ctx.fingerprints.moderator("x@y.ma"), PASSWORD, ctx.clock()) is None
    assert people.session_of(ctx.database, "no such secret", ctx.clock()) is None


def test_a_hash_of_old_parameters_is_renewed_at_login(ctx: Context, moderator: Moderator) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    ctx.database.write(lambda connection: moderators.change(connection, moderator.id, password=weak))

    assert people.login(ctx.database, ctx.fingerprints.moderator(LOGIN), PASSWORD, ctx.clock())

    with ctx.database.read() as connection:
        stored = moderators.password_of(connection, moderator.id)
    assert stored != weak
    assert not passwords.is_outdated(stored)
    assert passwords.matches(stored, PASSWORD)


def test_a_session_ends_after_half_an_hour_without_use(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    secret = people.login(ctx.database, ctx.fingerprints.moderator(LOGIN), PASSWORD, ctx.clock())
    assert secret

    clock.forward(minutes=31)

    assert people.session_of(ctx.database, secret, clock()) is None


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(
    ctx: Context, moderator: Moderator, clock: Clock
) -> None:
    secret = people.login(ctx.database, ctx.fingerprints.moderator(LOGIN), PASSWORD, ctx.clock())
    assert secret

    for _ in range(24):
        clock.forward(minutes=29)
        assert people.session_of(ctx.database, secret, clock()) == moderator
    clock.forward(minutes=29)

    assert people.session_of(ctx.database, secret, clock()) is None
