"""Work in its order, by several processes."""

import os

import pytest

from moderation.adapters.assembly import in_order


@pytest.mark.parametrize("processes", [0, 1, 3])
def test_results_come_in_the_order_of_their_items(processes: int) -> None:
    done = list(in_order(lambda number: (number * 2, os.getpid()), range(20), processes))

    assert [(item, result) for item, (result, _) in done] == [(number, number * 2) for number in range(20)]
    assert len({process for _, (_, process) in done}) == max(processes, 1)


def test_a_process_that_ends_is_noticed() -> None:
    with pytest.raises(OSError, match="has ended"):
        list(in_order(lambda _: os._exit(1), range(3), 2))
