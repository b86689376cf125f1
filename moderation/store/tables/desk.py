"""What moderators leave on each other's desks: claims, notes, referrals, second looks, saved searches."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata, of_site

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("moderator", sa.Text, nullable=False, comment="who is looking at it"),
    sa.Column("until", Moment, nullable=False, comment="then it is free again"),
    of_site("comments", "comment"),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False, comment="of the author it is about; it goes with them"),
    sa.Column("comment", sa.Text, nullable=False, comment="beside which it was written"),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_notes_author", "site", "fingerprint"),
    sa.Index("ix_notes_comment", "site", "comment"),
)

referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("asked_by", sa.Text, nullable=False, comment="who wanted a second opinion, and may not give it"),
    sa.Column("asked_of", sa.Text, nullable=False, comment="a moderator; empty: any other"),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    of_site("comments", "comment"),
    comment="open questions; the next decision by somebody else answers one and removes it",
)

looks = sa.Table(
    "looks",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("first_by", sa.Text, nullable=False, comment="a moderator, or the machine"),
    sa.Column("first", sa.Text, nullable=False, comment="the status they led to"),
    sa.Column("first_reason", sa.Text, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("second_by", sa.Text, nullable=False, server_default=""),
    sa.Column("second", sa.Text, nullable=False, server_default="", comment="empty: nobody has looked yet"),
    sa.Column("second_reason", sa.Text, nullable=False, server_default=""),
    sa.Column("looked_at", Moment),
    of_site("comments", "comment"),
    comment="a share of what was decided, looked at by somebody else who is not told how",
)
_OPEN = sa.text("looked_at IS NULL")
sa.Index("ix_looks_open", looks.c.site, looks.c.asked_at, sqlite_where=_OPEN, postgresql_where=_OPEN)

searches = sa.Table(
    "searches",
    metadata,
    sa.Column("moderator", sa.Text, sa.ForeignKey("moderators.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("query", sa.Text, nullable=False, comment="of the queue's URL"),
    sa.Column("at", Moment, nullable=False),
)
