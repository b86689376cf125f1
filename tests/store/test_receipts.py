"""Of two that are the same, one gets the receipt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import receipts
from moderation.store.receipts import Receipt
from tests.conftest import Clock

HOUR = timedelta(hours=1)


def _claim(ctx: Context, comment: str, mark: str = "mark") -> Receipt | None:
    at, receipt = ctx.clock(), Receipt(1, mark, "digest", comment)
    return ctx.database.write(lambda connection: receipts.claim(connection, receipt, at + HOUR, at))


def test_the_first_one_leaves_it_and_the_second_finds_it(ctx: Context, site: Site) -> None:
    assert _claim(ctx, "first") is None

    found = _claim(ctx, "second")

    assert found is not None
    assert found.comment == "first"


def test_an_expired_one_counts_no_more(ctx: Context, site: Site, clock: Clock) -> None:
    _claim(ctx, "first")
    clock.forward(hours=2)

    assert _claim(ctx, "second") is None


def test_of_many_at_once_one_wins(ctx: Context, site: Site) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: _claim(ctx, f"c{number}"), range(20)))

    assert found.count(None) == 1
    assert len({receipt.comment for receipt in found if receipt}) == 1


def test_what_expired_is_swept(ctx: Context, site: Site, clock: Clock) -> None:
    _claim(ctx, "first", "one")
    _claim(ctx, "second", "two")
    clock.forward(hours=2)

    assert ctx.database.write(lambda connection: receipts.sweep(connection, clock())) == 2
    assert ctx.database.write(lambda connection: receipts.sweep(connection, clock())) == 0
