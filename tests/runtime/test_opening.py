"""The start says how the database commits, and warns of what could lose or corrupt something."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from moderation.runtime import opening
from moderation.store.driver import sqlite3
from moderation.store.engine import Database
from moderation.store.sqlite import is_wal_safe
from tests.servers import Postgres


@pytest.mark.parametrize("chosen", ["auto", "wal", "truncate"])
def test_sqlite_says_which_journal_it_has_and_why(tmp_path: Path, chosen: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}", chosen)
    with capture_logs() as events:
        opening.report(database)
    database.close()

    safe, version = is_wal_safe(sqlite3.sqlite_version_info), sqlite3.sqlite_version
    usual = "wal" if safe else "truncate"
    journal = usual if chosen == "auto" else chosen
    why = "chosen" if journal != usual else "safe_in_this_version" if safe else "wal_unsafe_in_this_version"
    opened = {"kind": "sqlite", "version": version, "journal": journal, "synchronous": "FULL", "why": why}
    assert events[0] == {"event": "database_opened", "log_level": "info", **opened}
    warned = [{"event": "database_unsafe", "log_level": "warning", "setting": "journal_mode", "value": "wal"}]
    assert events[1:] == (warned if journal == "wal" and not safe else [])


@pytest.mark.postgres
def test_postgresql_says_how_it_commits_and_warns_if_it_does_not(postgres: Postgres) -> None:
    name = f"test_{os.urandom(6).hex()}"
    database = Database(postgres.create_database(name))
    with capture_logs() as first:
        opening.report(database)
    database.reshape(
        lambda connection: connection.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    )
    database.close()
    with capture_logs() as second:
        opening.report(database)
    database.close()

    (opened,) = first
    assert (opened["event"], opened["kind"]) == ("database_opened", "postgresql")
    assert {one: opened[one] for one in opening.RISKY} == dict.fromkeys(opening.RISKY, "on")
    assert [event["event"] for event in second] == ["database_opened", "database_unsafe"]
    assert (second[1]["setting"], second[1]["value"]) == ("synchronous_commit", "off")
