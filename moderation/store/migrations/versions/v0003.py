"""An outbox, and heartbeats.

Revision: 0003, after 0002. The release before may go on writing while this runs and afterwards: it knows neither table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COPY = "the receiver's means to know a copy"
DUE = "may leave from then on; while leased, when the lease runs out"
ATTEMPTS = "how often somebody has begun to send it"


def upgrade() -> None:
    """Add both tables, and the indexes by which what is due, and what is dead, is found."""
    op.create_table(
        "outbox",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment=COPY),
        sa.Column("channel", sa.Text(), nullable=False, comment="how it leaves"),
        sa.Column("event", sa.Text(), nullable=False, comment="what has happened"),
        sa.Column("subject", sa.Text(), nullable=False, comment="identifier of what it happened to"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment=DUE),
        sa.Column("attempts", sa.Integer(), nullable=False, comment=ATTEMPTS),
        sa.Column("lease", sa.Text(), nullable=True, comment="token of whoever is sending it"),
        sa.Column("last_error", sa.Text(), nullable=False, comment="a code, never a text"),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True, comment="when it was given up"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_outbox_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site", "id", name="pk_outbox"),
        comment="what has been delivered is not here any more",
    )
    for name, columns, condition in (
        ("ix_outbox_due", ["channel", "due_at"], "dead_at IS NULL"),
        ("ix_outbox_dead", ["dead_at"], "dead_at IS NOT NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "heartbeats",
        sa.Column("loop", sa.Text(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False, comment="made up by each process"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="until when all went well"),
        sa.PrimaryKeyConstraint("loop", "instance", name="pk_heartbeats"),
    )


def downgrade() -> None:
    """Take both back; what had not been sent is lost."""
    op.drop_table("heartbeats")
    op.drop_table("outbox")
