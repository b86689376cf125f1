"""What is to be sent, and who has lately been at work."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True, comment="the receiver's means to know a copy"),
    sa.Column("channel", sa.Text, nullable=False, comment="how it leaves"),
    sa.Column("event", sa.Text, nullable=False, comment="what has happened"),
    sa.Column("subject", sa.Text, nullable=False, comment="identifier of what it happened to"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column(
        "due_at", Moment, nullable=False, comment="may leave from then on; while leased, when the lease runs out"
    ),
    sa.Column("attempts", sa.Integer, nullable=False, default=0, comment="how often somebody has begun to send it"),
    sa.Column("lease", sa.Text, comment="token of whoever is sending it"),
    sa.Column("last_error", sa.Text, nullable=False, default="", comment="a code, never a text"),
    sa.Column("dead_at", Moment, comment="when it was given up"),
    comment="what has been delivered is not here any more",
)

_LIVE, _DEAD = sa.text("dead_at IS NULL"), sa.text("dead_at IS NOT NULL")
sa.Index("ix_outbox_due", outbox.c.channel, outbox.c.due_at, sqlite_where=_LIVE, postgresql_where=_LIVE)
sa.Index("ix_outbox_dead", outbox.c.dead_at, sqlite_where=_DEAD, postgresql_where=_DEAD)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("loop", sa.Text, primary_key=True),
    sa.Column("instance", sa.Text, primary_key=True, comment="made up by each process"),
    sa.Column("at", Moment, nullable=False, comment="until when all went well"),
)
