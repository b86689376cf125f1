"""Lines of the audit that wait for their place are found in their order by an index alone. After it, SQLite is told sizes.

Revision: 0007, after 0006. The release before may go on writing while this runs and afterwards: the index only has one more column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
LOOSE = sa.text("number IS NULL")


def upgrade() -> None:
    """Put the id behind the site."""
    _index("site", "id")


def downgrade() -> None:
    """Take it back."""
    _index("site")


def _index(*columns: str) -> None:
    op.drop_index("ix_audit_loose", table_name="audit")
    op.create_index("ix_audit_loose", "audit", list(columns), sqlite_where=LOOSE, postgresql_where=LOOSE)
