"""Many things at once: each in its place, never more than so many, and nobody waits for the last one."""

from functools import partial
from threading import Barrier, Event, Lock

from moderation.adapters.crew import together


def test_results_stand_in_the_order_of_the_calls() -> None:
    assert together([partial(pow, number, 2) for number in range(20)], 4, 20) == [n**2 for n in range(20)]
    assert together([], 4, 20) == []


def test_they_run_beside_each_other() -> None:
    meeting = Barrier(4)

    assert set(together([lambda: meeting.wait(20)] * 4, 4, 20)) == {0, 1, 2, 3}


def test_there_are_never_more_than_allowed() -> None:
    at_work, most, lock = [0], [0], Lock()

    def work() -> None:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        with lock:
            at_work[0] -= 1

    together([work] * 50, 3, 20)

    assert most[0] <= 3


def test_one_that_raises_has_no_result_and_stops_no_other() -> None:
    assert together([lambda: 1 // 0, lambda: 7], 1, 20) == [None, 7]


def test_one_that_hangs_is_left_behind_and_what_comes_after_it_is_not_begun() -> None:
    hanging, begun = Event(), list[int]()

    found = together([lambda: hanging.wait(20), lambda: begun.append(1)], 1, 0.1)

    assert found == [None, None]
    assert begun == []
    hanging.set()
