"""How Alembic meets our database: it is handed a connection in a transaction, and leaves both open."""

from typing import Literal

from alembic import context

from moderation.store.tables import metadata
from moderation.store.tables.base import Moment


def render_item(kind: str, value: object, _autogen: object) -> str | Literal[False]:
    """Write our own column types as what they are underneath: migrations import nothing of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    transaction_per_migration=False,
)
context.run_migrations()
