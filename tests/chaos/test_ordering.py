"""The proof that answers come after the sync would notice if they did not."""

import pytest

from tests.chaos.ordering import count

WRITE = '17 pwrite64(9, "row", 3, 0) = 3'
SYNC = "17 fdatasync(9) = 0"
BEGUN, RESUMED = "17 fdatasync(9 <unfinished ...>", "17 <... fdatasync resumed>) = 0"
ANSWER = '18 writev(12, [{"HTTP/1.1 202 Accepted", 22}], 1) = 22'


@pytest.mark.parametrize(
    ("lines", "good"),
    [
        ([WRITE, SYNC, ANSWER], 1),
        ([WRITE, BEGUN, RESUMED, ANSWER], 1),
        ([WRITE, ANSWER, SYNC], 0),
        ([WRITE, BEGUN, ANSWER, RESUMED], 0),
        ([SYNC, WRITE, ANSWER], 0),
        ([SYNC, ANSWER], 0),
        ([WRITE, SYNC, WRITE, ANSWER], 0),
    ],
)
def test_an_answer_counts_only_after_the_sync_of_what_was_written(lines: list[str], good: int) -> None:
    assert count(lines) == (good, 1)
