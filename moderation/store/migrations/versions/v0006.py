"""What waits and says the same is found by an index alone.

Revision: 0006, after 0005. The release before may go on writing while this runs and afterwards: the index only has more columns.
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put the status and the id behind the text."""
    op.drop_index("ix_comments_text", table_name="comments")
    op.create_index("ix_comments_text", "comments", ["site", "text_digest", "status", "id"])


def downgrade() -> None:
    """Take all back."""
    op.drop_index("ix_comments_text", table_name="comments")
    op.create_index("ix_comments_text", "comments", ["site", "text_digest"])
