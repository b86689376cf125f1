"""The office's tests: on one database; those of services and store ask both."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: what pages say does not depend on the database, and the JSON's tests ask both."""
    return sqlite_url
