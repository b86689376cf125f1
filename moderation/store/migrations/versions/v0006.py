"""What waits and says the same is found by an index alone; the first of two approvals; by which rules a verdict was made.

Revision: 0006, after 0005. The release before may go on writing while this runs and afterwards: the index only has more columns,
and the new columns have defaults.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put the status and the id behind the text; say whether a decision waits for another one; number the rules."""
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
    op.add_column(
        "sites",
        sa.Column(
            "rules",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="version of its rules; grows with each change",
        ),
    )
    op.add_column(
        "verdicts",
        sa.Column(
            "rules",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="their version on the site; 0: not known",
        ),
    )


def downgrade() -> None:
    """Take all back."""
    op.drop_column("verdicts", "rules")
    op.drop_column("sites", "rules")
    op.drop_column("decisions", "first")
    op.drop_index("ix_comments_text", table_name="comments")
    op.create_index("ix_comments_text", "comments", ["site", "text_digest"])
