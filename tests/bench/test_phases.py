"""Each phase gives its figures, of a service that really runs; how large they are is no test."""

from collections.abc import Iterator

import pytest

from bench import limits
from bench.corpus import Comment
from bench.ours import SHAPES, Ours
from bench.peers import Isso
from bench.phases import Figures, drain, growth, importing, living, reading, submit, verdict
from bench.plan import TINY

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def installed() -> Iterator[Ours]:
    """Ours on SQLite, not started."""
    with Ours(SHAPES[0]) as system:
        yield system


@pytest.fixture
def service(installed: Ours) -> Ours:
    """The same, running."""
    if not installed.roots:
        installed.start()
    return installed


def positive(figures: Figures) -> set[str]:
    """The names of those that say something."""
    return {name for name, value in figures.items() if value > 0}


def test_living_starts_it_and_looks_at_its_memory(installed: Ours) -> None:
    assert positive(living.measure(installed, TINY)) == {"start.seconds", "memory.idle", "memory.load"}


def test_all_that_is_handed_in_is_accepted_and_costs_something(service: Ours) -> None:
    figures = submit.measure(service, TINY)

    assert {f"submit.{n}.{what}" for n in (1, 8, 32) for what in ("rate", "p50", "p99", "cpu")} <= positive(figures)
    assert [figures[f"submit.{n}.failed"] for n in (1, 8, 32)] == [0, 0, 0]


def test_verdicts_are_seen_by_the_author(service: Ours) -> None:
    figures = verdict.measure(service, TINY)

    assert positive(figures) == {"verdict.p50", "verdict.p99"}
    assert figures["verdict.held"] == 0


def test_reading_tells_rates_and_sizes(service: Ours) -> None:
    figures = reading.measure(service, TINY)

    assert {"read.100.1.rate", "read.1000.8.rate", "unchanged.8.rate", "counts.8.rate"} <= positive(figures)
    assert not [name for name in positive(figures) if name.endswith(".failed")]
    assert figures["bytes.identity"] > figures["bytes.gzip"] > 100
    assert figures["bytes.br"] > 100


def test_a_backlog_is_drained_once_workers_run(service: Ours) -> None:
    figures = drain.measure(service, TINY)

    assert figures.keys() <= {"drain.rate"}  # so few may all be done at the first look
    assert service.waiting() == 0


def test_growth_compares_two_stores_and_asks_for_the_queue() -> None:
    figures = growth.measure(SHAPES[0], TINY)

    ratios = {"growth.submit", "growth.read", "growth.counts", "growth.fill", "growth.erase"}
    assert ratios | {"queue.plain.p95", "queue.filters.p95", "queue.search.p95"} <= positive(figures)
    assert figures["queue.failed"] == 0


def test_an_import_is_timed() -> None:
    assert positive(importing.measure(TINY)) == {"import.rate", "import.memory"}


def test_every_limit_is_taken() -> None:
    figures = limits.measure(TINY)

    assert len(figures) == 7
    assert positive(figures) == set(figures)


def test_the_peer_is_asked_in_its_own_words() -> None:

    asked = Isso().submission(Comment("https://news.example/a?b=1", "Amina", "amina@example.ma", "", "Merci"))

    assert asked.startswith(b"POST /new?uri=%2Fa%3Fb%3D1 HTTP/1.1\r\n")
    assert b'"title": "Article"' in asked
