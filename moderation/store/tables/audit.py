"""What is kept of every change, and what must not be forgotten about it: lines, where their chain stands, reveals, erasures."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False, comment="0: of the whole house"),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("comment", sa.Text, nullable=False, comment="empty: of no comment alone"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text, comment="null: there is no such comment any more, or never was"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, comment="place in the site's chain; given once, soon after the line was written"),
    sa.Column("hash", sa.Text, comment="keyed hash of this line and of the hash before it"),
    sa.Index("ix_audit_comment", "site", "comment"),
)
sa.Index(
    "ix_audit_loose",  # in the order in which they get their places: else SQLite would look for them among all lines
    *(audit.c.site, audit.c.id),
    sqlite_where=sa.text("number IS NULL"),
    postgresql_where=sa.text("number IS NULL"),
)
sa.Index(
    "ix_audit_chain",
    *(audit.c.site, audit.c.number),
    sqlite_where=sa.text("number IS NOT NULL"),
    postgresql_where=sa.text("number IS NOT NULL"),
)

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column(
        "kind", sa.Text, primary_key=True, comment="head: the newest link; cut: the last one that age has removed"
    ),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("signature", sa.Text, nullable=False, comment="keyed hash of the above"),
)

reveals = sa.Table(
    "reveals",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True, comment="of the audit line beside it"),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, comment="in the moderator's words"),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_reveals_moderator", "moderator", "at"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("mark", sa.Text, primary_key=True, comment="fingerprint of the address within the site"),
    sa.Column("scope", sa.Text, nullable=False, comment="author: their name and address; comments: all they wrote"),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("completed_at", Moment, comment="null: under way"),
)
