"""Sites and their pages."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

sites = sa.Table(
    "sites",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("origins", sa.JSON, nullable=False),
    sa.Column("choices", sa.JSON, nullable=False, comment="what `site set` has changed; defaults live in the code"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column(
        "rules", sa.Integer, nullable=False, server_default="1", comment="version of its rules; grows with each change"
    ),
    sqlite_autoincrement=True,  # a number is never given twice: moderators' rights and receipts name it
)

threads = sa.Table(
    "threads",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Column("approved", sa.Integer, nullable=False, default=0, comment="number of approved comments"),
    sa.Column(
        "version", sa.Integer, nullable=False, default=0, comment="grows whenever the public list may have changed"
    ),
    sa.UniqueConstraint("site", "url"),
)
