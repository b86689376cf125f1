"""Comments, the sealed addresses beside them, and the receipts that stop a second copy."""

import sqlalchemy as sa

from moderation.store.tables.base import Moment, metadata, of_site

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("thread", sa.BigInteger, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column(
        "fingerprint", sa.Text, nullable=False, comment="keyed hash of the address within the site; empty: nobody"
    ),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("body_html", sa.Text, nullable=False, default=""),
    sa.Column("language", sa.Text, nullable=False, default="und"),
    sa.Column("text_digest", sa.Text, nullable=False, default="", comment="keyed hash of the folded text"),
    sa.Column("arrival", sa.JSON, nullable=False, comment="what the door saw of the form: token, seconds, honeypot"),
    sa.Column("network", sa.Text, nullable=False, comment="keyed hash under a key of the day; empty: unknown"),
    sa.Column("submitted_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, comment="when the status last changed; null: never since it was submitted"),
    sa.Column("edited_at", Moment),
    sa.Column("reports", sa.Integer, nullable=False, default=0),
    sa.Column(
        "attempts", sa.Integer, nullable=False, default=0, comment="how often a worker has claimed this revision"
    ),
    sa.Column("lease", sa.Text, comment="token of the worker that is at it"),
    sa.Column("leased_until", Moment),
    sa.Column("staff", sa.Boolean, nullable=False, server_default=sa.false(), comment="written by a moderator, as one"),
    sa.Column("pinned_at", Moment, comment="shown before all others of its thread"),
    sa.Column("picked_at", Moment, comment="marked as worth reading"),
    of_site("threads", "thread"),
)

sa.Index("ix_comments_status", comments.c.status, comments.c.submitted_at, comments.c.id)
sa.Index("ix_comments_queue", comments.c.site, comments.c.status, comments.c.submitted_at, comments.c.id)
sa.Index(
    "ix_comments_public",
    *(comments.c.site, comments.c.thread, comments.c.status),  # all three are given: no planner prefers another index
    *(comments.c.submitted_at, comments.c.id),
)
sa.Index(
    "ix_comments_leased",
    comments.c.leased_until,
    sqlite_where=sa.text("leased_until IS NOT NULL"),
    postgresql_where=sa.text("leased_until IS NOT NULL"),
)
# The number is written into the statement, not bound to it: only so can a planner know that a partial index serves.
is_reported = comments.c.reports > sa.literal(0, literal_execute=True)
sa.Index(
    "ix_comments_reported",
    comments.c.site,
    sqlite_where=sa.text("reports > 0"),
    postgresql_where=sa.text("reports > 0"),
)
sa.Index("ix_comments_author", comments.c.site, comments.c.fingerprint, comments.c.status)
sa.Index("ix_comments_network", comments.c.site, comments.c.network, comments.c.submitted_at)
sa.Index(
    "ix_comments_kept_network",  # for forgetting networks by age
    *(comments.c.site, comments.c.submitted_at),
    sqlite_where=sa.text("network <> ''"),
    postgresql_where=sa.text("network <> ''"),
)
sa.Index(
    "ix_comments_pinned",
    *(comments.c.site, comments.c.thread),
    sqlite_where=sa.text("pinned_at IS NOT NULL"),
    postgresql_where=sa.text("pinned_at IS NOT NULL"),
)
sa.Index("ix_comments_text", comments.c.site, comments.c.text_digest, comments.c.status, comments.c.id)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("comment", sa.Text, primary_key=True),
    sa.Column("masked", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False, comment="HPKE, bound to this comment"),
    sa.Column("key_id", sa.Text, nullable=False),
    of_site("comments", "comment"),
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("site", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("mark", sa.Text, primary_key=True, comment="keyed hash of an Idempotency-Key, or of a whole submission"),
    sa.Column("digest", sa.Text, nullable=False, comment="keyed hash of the submission it was given for"),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
)
