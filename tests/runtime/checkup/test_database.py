"""How a database commits, judged by what it says of itself."""

from datetime import UTC, datetime, timedelta

import pytest

from moderation.runtime.checkup.database import examine, of_postgres, of_sqlite
from moderation.runtime.checkup.finding import Level, Patient
from moderation.settings import read
from moderation.store.engine import Database
from tests.servers import Postgres

SQLITE = {"version": "3.51.3", "journal_mode": "wal", "synchronous": "FULL", "foreign_keys": "1"}
POSTGRES = {
    "server_version_num": "150004",
    "server_version": "15.4",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
}


@pytest.mark.parametrize(
    "facts", [SQLITE, {**SQLITE, "version": "3.40.1", "journal_mode": "truncate"}, {**SQLITE, "synchronous": "EXTRA"}]
)
def test_a_sqlite_that_syncs_is_well(facts: dict[str, str]) -> None:
    assert [one.level for one in of_sqlite(facts)] == [Level.WELL]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({**SQLITE, "version": "3.40.1"}, "the file is in WAL mode, not TRUNCATE"),
        ({**SQLITE, "journal_mode": "truncate"}, "the file is in TRUNCATE mode, not WAL"),
        ({**SQLITE, "synchronous": "NORMAL"}, "commits are not synced"),
        ({**SQLITE, "foreign_keys": "0"}, "references not checked"),
        ({**SQLITE, "version": "3.34.0", "journal_mode": "truncate"}, "is too old"),
    ],
)
def test_a_sqlite_that_is_not_is_named(facts: dict[str, str], words: str) -> None:
    assert [one for one in of_sqlite(facts) if one.level is Level.ACT and words in one.sentence]


def test_a_journal_that_was_chosen_is_not_called_wrong_but_dangerous_where_it_is() -> None:
    (found,) = of_sqlite({**SQLITE, "version": "3.40.1"}, "wal")

    assert "can corrupt a file in WAL mode" in found.sentence
    assert [one.level for one in of_sqlite({**SQLITE, "journal_mode": "truncate"}, "truncate")] == [Level.WELL]


def test_a_postgres_that_syncs_is_well() -> None:
    assert [one.level for one in of_postgres(POSTGRES)] == [Level.WELL]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({**POSTGRES, "server_version_num": "140009"}, "is too old: install 15"),
        ({**POSTGRES, "synchronous_commit": "off"}, "synchronous_commit is off"),
        ({**POSTGRES, "fsync": "off"}, "fsync is off"),
        ({**POSTGRES, "full_page_writes": "off"}, "full_page_writes is off"),
    ],
)
def test_a_postgres_that_is_not_is_named(facts: dict[str, str], words: str) -> None:
    assert [one for one in of_postgres(facts) if one.level is Level.ACT and words in one.sentence]


@pytest.mark.postgres
@pytest.mark.parametrize(("seconds", "words"), [(60, "behind ours"), (-60, "ahead of ours")])
def test_a_clock_that_is_not_ours_is_named(
    postgres: Postgres, environment: dict[str, str], seconds: int, words: str
) -> None:
    database = Database(postgres.url)
    at = datetime.now(UTC) + timedelta(seconds=seconds)

    said = [one.sentence for one in examine(Patient(read(environment), database, lambda: at, (), ()))]
    well = [one.sentence for one in examine(Patient(read(environment), database, lambda: datetime.now(UTC), (), ()))]
    database.close()

    assert [one for one in said if words in one]
    assert not [one for one in well if "clock" in one]
