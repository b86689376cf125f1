"""The console's tests: on one database."""

from pathlib import Path

import pytest


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what pages say does not depend on the database, and the JSON's tests ask both."""
    return f"sqlite:///{tmp_path / 'moderation.sqlite'}"
