"""How the database came to its shape, and how Alembic is told about it."""
