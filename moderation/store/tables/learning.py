"""What people have taught, and what was made of it."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata, of_site

lessons = sa.Table(
    "lessons",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("spam", sa.Boolean, comment="null: the decision says nothing of it"),
    sa.Column("offensive", sa.Boolean, comment="likewise"),
    sa.Column("moderator", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False, comment="keyed hash of the text; equal ones are one lesson"),
    sa.Column("features", sa.LargeBinary, comment="hashed; what is left when the text is gone"),
    sa.Column("fresh", sa.Boolean, nullable=False, comment="no model has been fitted with it yet"),
    sa.Column("at", Moment, nullable=False),
    comment="outlive their comments, for a filter must not forget spam when spam is removed; the erasure of a comment takes its own along",
)

is_fresh = sa.text(
    "lessons.fresh"
)  # as it stands here: SQLAlchemy would compare it with a number, and the index not serve
_FRESH = sa.text("fresh")
sa.Index("ix_lessons_fresh", lessons.c.site, lessons.c.at, sqlite_where=_FRESH, postgresql_where=_FRESH)

models = sa.Table(
    "models",
    metadata,
    sa.Column("site", sa.Integer, sa.ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("base", sa.Text, nullable=False, comment="digest of the base model it stands on"),
    sa.Column("lessons", sa.Integer, nullable=False, comment="how many it was fitted with"),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("figures", sa.JSON, nullable=False, comment="how it did on decisions it had not seen"),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("retired_at", Moment, comment="when an operator went back to an older one"),
)

sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column(
        "band",
        sa.Integer,
        primary_key=True,
        autoincrement=False,
        comment="which sixteen bits, and they; or of an owner of links",
    ),
    sa.Column(
        "sketch", sa.BigInteger, nullable=False, comment="of the text: near ones differ in few bits; or of the owner"
    ),
    sa.Column("at", Moment, nullable=False, comment="when the comment was submitted"),
    of_site("comments", "comment"),
)
sa.Index("ix_sketches_band", sketches.c.band, sketches.c.at)
