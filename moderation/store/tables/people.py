"""Moderators and what proves who they are."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

moderators = sa.Table(
    "moderators",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False, unique=True, comment="keyed hash of the login address"),
    sa.Column("masked", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("sites", sa.JSON(none_as_null=True), comment="numbers of their sites; null: all"),
    sa.Column("password", sa.Text, nullable=False, comment="argon2id"),
    sa.Column(
        "may_reveal", sa.Boolean, nullable=False, server_default=sa.false(), comment="open addresses; admins always may"
    ),
    sa.Column("choices", sa.JSON, nullable=False, server_default="{}", comment="what they have changed of the console"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="SHA-256 of the cookie"),
    sa.Column("moderator", sa.Text, sa.ForeignKey("moderators.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True, comment="SHA-256 of the token"),
    sa.Column("moderator", sa.Text, sa.ForeignKey("moderators.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)
