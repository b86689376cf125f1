"""Sessions and tokens: what proves who a person is. Only digests are kept; a stolen database opens no door."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from moderation.domain.moderator import Moderator
from moderation.store.moderators import moderator_of
from moderation.store.tables import moderators, sessions, tokens

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)  # how exactly the last use of a session is known


def open_session(connection: sa.Connection, digest: str, moderator: str, at: datetime) -> None:
    """Remember that the holder of a secret is this person."""
    connection.execute(sa.insert(sessions), {"id": digest, "moderator": moderator, "created_at": at, "seen_at": at})


def who_has_session(connection: sa.Connection, digest: str, at: datetime) -> tuple[Moderator, bool] | None:
    """Who holds a session that is neither idle nor old; and whether its last use should be noted."""
    statement = (
        sa.select(moderators, sessions.c.seen_at)
        .join(sessions, sessions.c.moderator == moderators.c.id)
        .where(
            sessions.c.id == digest,
            sessions.c.seen_at > at - IDLE,
            sessions.c.created_at > at - LONGEST,
            moderators.c.removed_at.is_(None),
        )
    )
    row = connection.execute(statement).one_or_none()
    return (moderator_of(row), row.seen_at < at - TOUCH) if row else None


def touch_session(connection: sa.Connection, digest: str, at: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(sa.update(sessions).where(sessions.c.id == digest).values(seen_at=at))


def close_session(connection: sa.Connection, digest: str) -> None:
    """Forget a session."""
    connection.execute(sa.delete(sessions).where(sessions.c.id == digest))


def close_sessions_of(connection: sa.Connection, moderator: str) -> None:
    """Forget all sessions of a person: their password or role has changed."""
    connection.execute(sa.delete(sessions).where(sessions.c.moderator == moderator))


def sweep(connection: sa.Connection, at: datetime) -> int:
    """Forget sessions that nobody can use any more; how many. Safe to run again."""
    over = sa.or_(sessions.c.seen_at <= at - IDLE, sessions.c.created_at <= at - LONGEST)
    return connection.execute(sa.delete(sessions).where(over)).rowcount


def add_token(connection: sa.Connection, token: tuple[str, str], moderator: str, at: datetime) -> None:
    """Remember a token (id, digest) of a person."""
    identifier, digest = token
    connection.execute(
        sa.insert(tokens), {"id": identifier, "digest": digest, "moderator": moderator, "created_at": at}
    )


def who_has_token(connection: sa.Connection, digest: str) -> Moderator | None:
    """Whose token this is, unless it was revoked or the person removed."""
    statement = (
        sa.select(moderators)
        .join(tokens, tokens.c.moderator == moderators.c.id)
        .where(tokens.c.digest == digest, tokens.c.revoked_at.is_(None), moderators.c.removed_at.is_(None))
    )
    row = connection.execute(statement).one_or_none()
    return moderator_of(row) if row else None


def list_tokens(connection: sa.Connection) -> tuple[tuple[str, str, datetime], ...]:
    """Tokens that work: id, name of the person, and when it was made."""
    statement = (
        sa.select(tokens.c.id, moderators.c.name, tokens.c.created_at)
        .join(moderators, tokens.c.moderator == moderators.c.id)
        .where(tokens.c.revoked_at.is_(None), moderators.c.removed_at.is_(None))
        .order_by(tokens.c.created_at)
    )
    return tuple((row.id, row.name, row.created_at) for row in connection.execute(statement))


def list_own_tokens(connection: sa.Connection, moderator: str) -> tuple[tuple[str, datetime], ...]:
    """A person's tokens that work: id, and when it was made."""
    own = tokens.c.moderator == moderator, tokens.c.revoked_at.is_(None)
    statement = sa.select(tokens.c.id, tokens.c.created_at).where(*own).order_by(tokens.c.created_at, tokens.c.id)
    return tuple((row.id, row.created_at) for row in connection.execute(statement))


def revoke_token(connection: sa.Connection, identifier: str, at: datetime, moderator: str = "") -> bool:
    """End a token, of this person if one is named; False if there is none that works under this id."""
    own = tokens.c.moderator == moderator if moderator else sa.true()
    condition = sa.and_(tokens.c.id == identifier, tokens.c.revoked_at.is_(None), own)
    return connection.execute(sa.update(tokens).where(condition).values(revoked_at=at)).rowcount > 0
