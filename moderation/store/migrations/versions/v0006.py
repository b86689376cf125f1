"""What waits and says the same is found by an index alone; the first of two approvals.

Revision: 0006, after 0005. The release before may go on writing while this runs and afterwards: the index only has more columns,
and the new column has a default.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put the status and the id behind the text, and say of a decision whether it waits for another one."""
    op.drop_index("ix_comments_text", table_name="comments")
    op.create_index("ix_comments_text", "comments", ["site", "text_digest", "status", "id"])
    op.add_column(
        "decisions",
        sa.Column(
            "first",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="kept as the first of two approvals; publishes nothing",
        ),
    )


def downgrade() -> None:
    """Take all back."""
    op.drop_column("decisions", "first")
    op.drop_index("ix_comments_text", table_name="comments")
    op.create_index("ix_comments_text", "comments", ["site", "text_digest"])
