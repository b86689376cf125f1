"""How much is measured: the full run, a quick one for trying, and one for tests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes of a run; everything in it is bounded by them.

    Attributes:
        runs: How often each system is measured, each time with an empty store; the medians count.
        seconds: How long a load lasts, at most.
        requests: How many requests it makes, at most.
        threads: Between how many pages submissions are spread.
        page, long_page: Comments on the two pages that are read.
        verdicts: How many comments are followed to their verdict.
        backlog: How many wait when the workers are started.
        growth: Comments in the large store.
        small: Comments in the small one, with which it is compared.
        pending: Comments that wait for a person, in the large store.
        imported: Comments in the file that is imported.
    """

    runs: int = 3
    seconds: float = 8.0
    requests: int = 40_000
    threads: int = 50
    page: int = 100
    long_page: int = 1_000
    verdicts: int = 300
    backlog: int = 5_000
    growth: int = 100_000
    small: int = 1_000
    pending: int = 10_000
    imported: int = 50_000


FULL = Plan()
QUICK = Plan(
    runs=1, seconds=1.0, requests=3_000, verdicts=40, backlog=600, growth=3_000, small=500, pending=500, imported=1_000
)
TINY = Plan(
    runs=1, seconds=0.2, requests=24, threads=5, page=5, long_page=8, verdicts=3, backlog=12, growth=40, small=10,
    pending=10, imported=20,
)  # fmt: skip
