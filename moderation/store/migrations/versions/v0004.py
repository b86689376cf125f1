"""Lessons and models, word lists, blocks, and sketches of texts.

Revision: 0004, after 0003. The release before may go on writing while this runs and afterwards: the new columns have defaults,
and it knows none of the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def _site() -> sa.Column[int]:
    return sa.Column("site", sa.Integer(), autoincrement=False, nullable=False)


def _of_site(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["site"], ["sites.id"], name=f"fk_{table}_site", ondelete="CASCADE")


def upgrade() -> None:
    """Add the tables, and to each verdict what it says of offence and which model judged."""
    op.create_table(
        "lessons",
        _site(),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("spam", sa.Boolean(), nullable=True, comment="null: the decision says nothing of it"),
        sa.Column("offensive", sa.Boolean(), nullable=True, comment="likewise"),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="keyed hash of the text; equal ones are one lesson"),
        sa.Column("features", sa.LargeBinary(), nullable=True, comment="hashed; what is left when the text is gone"),
        sa.Column("fresh", sa.Boolean(), nullable=False, comment="no model has been fitted with it yet"),
        sa.Column("at", MOMENT, nullable=False),
        _of_site("lessons"),
        sa.PrimaryKeyConstraint("site", "comment", name="pk_lessons"),
        comment="outlive their comments, for a filter must not forget spam when spam is removed; the erasure of a comment takes its own along",
    )
    fresh = sa.text("fresh")
    op.create_index("ix_lessons_fresh", "lessons", ["site", "at"], sqlite_where=fresh, postgresql_where=fresh)
    op.create_table(
        "models",
        _site(),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base", sa.Text(), nullable=False, comment="digest of the base model it stands on"),
        sa.Column("lessons", sa.Integer(), nullable=False, comment="how many it was fitted with"),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False, comment="how it did on decisions it had not seen"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True, comment="when an operator went back to an older one"),
        _of_site("models"),
        sa.PrimaryKeyConstraint("site", "version", name="pk_models"),
    )
    op.create_table(
        "words",
        _site(),
        sa.Column("word", sa.Text(), nullable=False, comment="folded; or a phrase, its words one space apart"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of_site("words"),
        sa.PrimaryKeyConstraint("site", "word", name="pk_words"),
    )
    op.create_table(
        "blocks",
        _site(),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="fingerprint, domain or network"),
        sa.Column("value", sa.Text(), nullable=False, comment="a fingerprint, a mail domain, a prefix: never an address"),
        sa.Column("effect", sa.Text(), nullable=False, comment="block or trust"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        _of_site("blocks"),
        sa.PrimaryKeyConstraint("site", "id", name="pk_blocks"),
        sa.UniqueConstraint("site", "kind", "value", name="uq_blocks_site_kind_value"),
    )
    op.create_table(
        "sketches",
        _site(),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False, comment="which sixteen bits, and they; or of an owner of links"),
        sa.Column("sketch", sa.BigInteger(), nullable=False, comment="of the text: near ones differ in few bits; or of the owner"),
        sa.Column("at", MOMENT, nullable=False, comment="when the comment was submitted"),
        sa.ForeignKeyConstraint(
            ["site", "comment"], ["comments.site", "comments.id"], name="fk_sketches_site_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "comment", "band", name="pk_sketches"),
    )
    op.create_index("ix_sketches_band", "sketches", ["band", "at"])
    op.add_column("verdicts", sa.Column("offensive", sa.Float(), nullable=True, comment="probability; null: no model was asked"))
    op.add_column(
        "verdicts", sa.Column("model", sa.Text(), nullable=False, server_default="", comment="digest of the base, version")
    )


def downgrade() -> None:
    """Take all back; what was learnt is lost."""
    op.drop_column("verdicts", "model")
    op.drop_column("verdicts", "offensive")
    for table in ("sketches", "blocks", "words", "models", "lessons"):
        op.drop_table(table)
