"""Names that other systems have for what is ours, and how much they have asked of the filter."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

imported = sa.Table(
    "imported",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, primary_key=True, comment="wordpress, disqus, isso, remark42 or jsonl"),
    sa.Column("kind", sa.Text, primary_key=True, comment="comment or thread"),
    sa.Column("name", sa.Text, primary_key=True, comment="what it was called there"),
    sa.Column("subject", sa.Text, nullable=False, comment="our id of it"),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_imported_subject", "site", "subject"),
)

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("month", sa.Text, primary_key=True, comment="as in 2026-11"),
    sa.Column("blog", sa.Text, primary_key=True, comment="host of the page that asked"),
    sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
    sa.Column("spam", sa.Integer, nullable=False, server_default="0"),
    sa.Column("ham", sa.Integer, nullable=False, server_default="0"),
    sa.Column("missed_spam", sa.Integer, nullable=False, server_default="0"),
    sa.Column("false_positives", sa.Integer, nullable=False, server_default="0"),
    comment="of the Akismet door",
)
