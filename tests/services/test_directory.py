"""The sites are remembered for a moment; a database that is away keeps nobody waiting in a queue."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderation.bootstrap import Context
from moderation.domain.errors import NotFoundError, UnavailableError
from moderation.domain.site import Site
from moderation.services.directory import Directory
from moderation.store.engine import Connection, Database


class Slow(Database):
    """A database that is away, and takes its time to say so."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Wait, and fail."""
        time.sleep(0.2)
        raise UnavailableError("database")
        yield


def test_a_site_is_found_by_key_and_by_number(ctx: Context, site: Site) -> None:
    assert ctx.directory.by_key("news") == ctx.directory.by_id(site.id) == site


def test_what_is_not_there_is_not_found(ctx: Context, site: Site) -> None:
    assert ctx.directory.by_id(999) is None
    with pytest.raises(NotFoundError):
        ctx.directory.by_key("nowhere")


@pytest.mark.alone
def test_who_waits_behind_a_failure_does_not_try_again(tmp_path: Path) -> None:
    directory = Directory(Slow(f"sqlite:///{tmp_path}/x"))

    def ask(_number: int) -> bool:
        with pytest.raises(UnavailableError):
            directory.every()
        return True

    start = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))

    assert time.monotonic() - start < 0.9
