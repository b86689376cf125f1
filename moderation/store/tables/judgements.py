"""What the machine and people said."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata, of_site

verdicts = sa.Table(
    "verdicts",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, comment="one automatic verdict for each"),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("offensive", sa.Float, comment="probability; null: no model was asked"),
    sa.Column("model", sa.Text, nullable=False, server_default="", comment="digest of the base, version"),
    sa.Column(
        "rules", sa.Integer, nullable=False, server_default="0", comment="their version on the site; 0: not known"
    ),
    sa.Column("signals", sa.JSON, nullable=False),
    sa.Column("judged_at", Moment, nullable=False),
    of_site("comments", "comment"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column(
        "batch", sa.Text, nullable=False, index=True, comment="SHA-256 of the undo token of what was decided at once"
    ),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="of the comment after this decision"),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("undone_at", Moment),
    sa.Column(
        "first",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="kept as the first of two approvals; publishes nothing",
    ),
    of_site("comments", "comment"),
    sa.Index("ix_decisions_comment", "site", "comment"),
    sa.Index("ix_decisions_decided", "site", "decided_at"),
)
