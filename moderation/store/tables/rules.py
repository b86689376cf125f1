"""What a site's moderators have listed: words, and who is blocked or trusted."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata

words = sa.Table(
    "words",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("word", sa.Text, primary_key=True, comment="folded; or a phrase, its words one space apart"),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, comment="fingerprint, domain or network"),
    sa.Column("value", sa.Text, nullable=False, comment="a fingerprint, a mail domain, a prefix: never an address"),
    sa.Column("effect", sa.Text, nullable=False, comment="block or trust"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("expires_at", Moment),
    sa.UniqueConstraint("site", "kind", "value"),
)
