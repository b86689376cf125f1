"""What readers say after a comment was decided: reports, and appeals."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata, of_site

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, primary_key=True, comment="keyed hash of where it came from: one each"),
    sa.Column("reason", sa.Text, nullable=False, comment="a code"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("closed_at", Moment, comment="when a moderator decided on the comment after it"),
    of_site("comments", "comment"),
)

appeals = sa.Table(
    "appeals",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False, comment="of the comment it is against"),
    sa.Column("decided_by", sa.Text, nullable=False, comment="who may not decide on it; empty: the machine"),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("moderator", sa.Text, nullable=False, server_default=""),
    sa.Column("outcome", sa.Text, nullable=False, server_default="", comment="empty: open; then upheld or reversed"),
    sa.Column("closed_at", Moment),
    of_site("comments", "comment"),
)
_OPEN = sa.text("closed_at IS NULL")
sa.Index("ix_appeals_open", appeals.c.site, appeals.c.at, sqlite_where=_OPEN, postgresql_where=_OPEN)
