"""A chain through the audit; reveals, erasures and forgetting by age.

Revision: 0002, after 0001. The release before may go on writing while this runs and afterwards.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

LINE = ("site", "id", "comment", "at", "who", "action", "before", "after", "version", "reason")
NEVER = "a line of the audit is never changed"
OF_HOUSE = "0: of the whole house"
OF_NONE = "empty: of no comment alone"
GONE = "null: there is no such comment any more, or never was"
PLACE = "place in the site's chain; given once, soon after the line was written"
HASH = "keyed hash of this line and of the hash before it"
REVEAL = "open addresses; admins always may"
KIND = "head: the newest link; cut: the last one that age has removed"
SCOPE = "author: their name and address; comments: all they wrote"
CHANGED = "when the status last changed; null: never since it was submitted"


def upgrade() -> None:
    """Add columns, tables, indexes, and the trigger that guards the audit."""
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("site", existing_type=sa.Integer(), existing_nullable=False, comment=OF_HOUSE)
        audit.alter_column("comment", existing_type=sa.Text(), existing_nullable=False, comment=OF_NONE)
        audit.alter_column("after", existing_type=sa.Text(), nullable=True, comment=GONE)
        audit.add_column(sa.Column("number", sa.Integer(), nullable=True, comment=PLACE))
        audit.add_column(sa.Column("hash", sa.Text(), nullable=True, comment=HASH))
    for name, columns, condition in (
        ("ix_audit_loose", ["site"], "number IS NULL"),
        ("ix_audit_chain", ["site", "number"], "number IS NOT NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "audit", columns, sqlite_where=where, postgresql_where=where)
    guard_audit()

    op.create_table(
        "checkpoints",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment=KIND),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False, comment="keyed hash of the above"),
        sa.PrimaryKeyConstraint("site", "kind", name="pk_checkpoints"),
    )
    op.create_table(
        "reveals",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="of the audit line beside it"),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="in the moderator's words"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", "id", name="pk_reveals"),
    )
    op.create_index("ix_reveals_moderator", "reveals", ["moderator", "at"])
    op.create_table(
        "erasures",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False, comment="fingerprint of the address within the site"),
        sa.Column("scope", sa.Text(), nullable=False, comment=SCOPE),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True, comment="null: under way"),
        sa.PrimaryKeyConstraint("site", "mark", name="pk_erasures"),
    )

    op.add_column(
        "moderators",
        sa.Column("may_reveal", sa.Boolean(), server_default=sa.false(), nullable=False, comment=REVEAL),
    )
    op.add_column("comments", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True, comment=CHANGED))
    where = sa.text("network <> ''")
    op.create_index(
        "ix_comments_kept_network", "comments", ["site", "submitted_at"], sqlite_where=where, postgresql_where=where
    )
    op.execute(
        "UPDATE comments SET changed_at = (SELECT max(audit.at) FROM audit"
        " WHERE audit.site = comments.site AND audit.comment = comments.id) WHERE status IN ('rejected', 'spam')"
    )


def downgrade() -> None:
    """As it was before; what was kept beside the old shape is lost."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_append_only ON audit")
        op.execute("DROP FUNCTION audit_append_only")
    else:
        op.execute("DROP TRIGGER audit_append_only")
    op.drop_index("ix_comments_kept_network", "comments")
    with op.batch_alter_table("comments") as comments:
        comments.drop_column("changed_at")
    with op.batch_alter_table("moderators") as moderators:
        moderators.drop_column("may_reveal")
    for table in ("erasures", "reveals", "checkpoints"):
        op.drop_table(table)
    op.drop_index("ix_audit_loose", "audit")
    op.drop_index("ix_audit_chain", "audit")
    op.execute('DELETE FROM audit WHERE "after" IS NULL')
    with op.batch_alter_table("audit") as audit:
        audit.drop_column("hash")
        audit.drop_column("number")
        audit.alter_column("site", existing_type=sa.Integer(), comment=None, existing_comment=OF_HOUSE)
        audit.alter_column("comment", existing_type=sa.Text(), comment=None, existing_comment=OF_NONE)
        audit.alter_column("after", existing_type=sa.Text(), nullable=False, comment=None, existing_comment=GONE)


def guard_audit() -> None:
    """Refuse every change of a line but the one that gives it its place in the chain.

    A later script that rebuilds the table on SQLite (``batch_alter_table``) has to call this again.
    """
    new, old = (", ".join(f'{which}."{column}"' for column in LINE) for which in ("NEW", "OLD"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit FOR EACH ROW"
            f" WHEN (OLD.number IS NOT NULL OR ROW({new}) IS DISTINCT FROM ROW({old}))"
            " EXECUTE FUNCTION audit_append_only()"
        )
    else:
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit"
            f" WHEN OLD.number IS NOT NULL OR ({new}) IS NOT ({old})"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        )
