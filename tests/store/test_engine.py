"""Writing: durable, shared where it can be, and with errors that tell nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from moderation.domain.site import Site
from moderation.store import sites, threads
from moderation.store.engine import Connection, Database


def _add(ctx: Context, key: str) -> Callable[[Connection], int]:
    row = {"key": key, "name": key, "origins": [], "choices": {}}
    return lambda connection: sites.add(connection, row, ctx.clock())


def test_writers_at_the_same_time_all_succeed(ctx: Context) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ctx.database.write(_add(ctx, f"site-{number}")), range(80)))

    with ctx.database.read() as connection:
        assert len(sites.list_all(connection)) == 80


def test_work_that_raises_changes_nothing_and_leaves_the_others_alone(ctx: Context) -> None:
    def fail(connection: Connection) -> None:
        _add(ctx, "lost")(connection)
        raise LookupError

    with ThreadPoolExecutor(8) as pool:
        failing = [pool.submit(ctx.database.write, fail) for _ in range(10)]
        fine = [pool.submit(ctx.database.write, _add(ctx, f"kept-{number}")) for number in range(10)]

    assert all(isinstance(work.exception(), LookupError) for work in failing)
    assert all(work.exception() is None for work in fine)
    with ctx.database.read() as connection:
        assert {site.key for site in sites.list_all(connection)} == {f"kept-{number}" for number in range(10)}


def test_two_processes_take_turns_on_one_file(tmp_path: Path, make_context: Callable[..., Context]) -> None:
    """Two Database objects stand for two processes: they share nothing but the file."""
    one, other = make_context(), make_context()

    with ThreadPoolExecutor(8) as pool:
        parts = [(one if number % 2 else other) for number in range(60)]
        list(pool.map(lambda pair: pair[1].database.write(_add(pair[1], f"s{pair[0]}")), enumerate(parts)))

    with one.database.read() as connection:
        assert len(sites.list_all(connection)) == 60


def test_a_thread_found_by_many_at_once_is_made_once(ctx: Context, site: Site) -> None:
    page = ("https://news.example/one", "One")

    with ThreadPoolExecutor(8) as pool:
        works = [lambda c: threads.find_or_create(c, site.id, page, ctx.clock())] * 16
        found = list(pool.map(ctx.database.write, works))

    assert len({thread.id for thread in found}) == 1


def test_a_database_that_is_away_is_named_without_its_address(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/there/is/no/such/folder.sqlite")

    with pytest.raises(UnavailableError) as error, database.read() as connection:
        connection.execute(sa.text("SELECT 1"))

    assert str(tmp_path) not in str(error.value)
    assert error.value.__cause__ is None


def test_a_statement_that_fails_keeps_no_values(ctx: Context, capsys: pytest.CaptureFixture[str]) -> None:
    statement = sa.text("INSERT INTO nowhere VALUES (:address)")

    with pytest.raises(UnavailableError) as error:
        ctx.database.write(lambda connection: connection.execute(statement, {"address": "fatima@example.ma"}))

    assert "fatima" not in repr(error.value)
    captured = capsys.readouterr()
    assert "fatima" not in captured.out + captured.err
