"""The first shape of the database.

Revision: 0001, the first one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The first shape of the database."""
    op.create_table(
        "audit",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "id", name="pk_audit"),
    )
    op.create_index("ix_audit_comment", "audit", ["site", "comment"])

    op.create_table(
        "moderators",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="keyed hash of the login address"),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sites", sa.JSON(none_as_null=True), nullable=True, comment="numbers of their sites; null: all"),
        sa.Column("password", sa.Text(), nullable=False, comment="argon2id"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_moderators"),
        sa.UniqueConstraint("fingerprint", name="uq_moderators_fingerprint"),
    )
    op.create_table(
        "receipts",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "mark", sa.Text(), nullable=False, comment="keyed hash of an Idempotency-Key, or of a whole submission"
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="keyed hash of the submission it was given for"),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", "mark", name="pk_receipts"),
    )
    op.create_index("ix_receipts_expires_at", "receipts", ["expires_at"])

    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column(
            "choices", sa.JSON(), nullable=False, comment="what `site set` has changed; defaults live in the code"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("key", name="uq_sites_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), nullable=False, comment="SHA-256 of the cookie"),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["moderator"], ["moderators.id"], name="fk_sessions_moderator", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_moderator", "sessions", ["moderator"])

    op.create_table(
        "threads",
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Integer(), nullable=False, comment="number of approved comments"),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows whenever the public list may have changed"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_threads_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site", "id", name="pk_threads"),
        sa.UniqueConstraint("site", "url", name="uq_threads_site_url"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the token"),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["moderator"], ["moderators.id"], name="fk_tokens_moderator", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_index("ix_tokens_moderator", "tokens", ["moderator"])

    op.create_table(
        "comments",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "fingerprint", sa.Text(), nullable=False, comment="keyed hash of the address within the site; empty: nobody"
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False, comment="keyed hash of the folded text"),
        sa.Column(
            "arrival", sa.JSON(), nullable=False, comment="what the door saw of the form: token, seconds, honeypot"
        ),
        sa.Column("network", sa.Text(), nullable=False, comment="keyed hash under a key of the day; empty: unknown"),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often a worker has claimed this revision"),
        sa.Column("lease", sa.Text(), nullable=True, comment="token of the worker that is at it"),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["site", "thread"], ["threads.site", "threads.id"], name="fk_comments_site_thread", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "id", name="pk_comments"),
    )
    op.create_index("ix_comments_author", "comments", ["site", "fingerprint", "status"])
    op.create_index("ix_comments_network", "comments", ["site", "network", "submitted_at"])
    op.create_index(
        "ix_comments_leased",
        "comments",
        ["leased_until"],
        sqlite_where=sa.text("leased_until IS NOT NULL"),
        postgresql_where=sa.text("leased_until IS NOT NULL"),
    )
    op.create_index("ix_comments_public", "comments", ["site", "thread", "status", "submitted_at", "id"])
    op.create_index("ix_comments_queue", "comments", ["site", "status", "submitted_at", "id"])
    op.create_index(
        "ix_comments_reported",
        "comments",
        ["site"],
        sqlite_where=sa.text("reports > 0"),
        postgresql_where=sa.text("reports > 0"),
    )
    op.create_index("ix_comments_status", "comments", ["status", "submitted_at", "id"])
    op.create_index("ix_comments_text", "comments", ["site", "text_digest"])

    op.create_table(
        "contacts",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="HPKE, bound to this comment"),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site", "comment"], ["comments.site", "comments.id"], name="fk_contacts_site_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "comment", name="pk_contacts"),
    )
    op.create_table(
        "decisions",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False, comment="SHA-256 of the undo token of what was decided at once"),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the comment after this decision"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["site", "comment"], ["comments.site", "comments.id"], name="fk_decisions_site_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_batch", "decisions", ["batch"])
    op.create_index("ix_decisions_comment", "decisions", ["site", "comment"])

    op.create_table(
        "verdicts",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="one automatic verdict for each"),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site", "comment"], ["comments.site", "comments.id"], name="fk_verdicts_site_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "comment", "revision", name="pk_verdicts"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in (
        "verdicts",
        "decisions",
        "contacts",
        "comments",
        "tokens",
        "threads",
        "sessions",
        "sites",
        "receipts",
        "moderators",
        "audit",
    ):
        op.drop_table(table)
