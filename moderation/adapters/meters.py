"""Meters: what all processes of a data folder count together, and everything measured as Prometheus reads it.

Counting must never be what fails: without a place to count, nothing is counted, and that is logged once.
"""

import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import structlog
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.mmap_dict import mmap_key
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.utils import floatToGoString

from moderation.adapters import tally
from moderation.adapters.tally import Tally
from moderation.domain.figure import Figure

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {  # name, without _total -> help, labels
    "http_requests": ("Requests answered.", ("method", "route", "status")),
    "verdicts": ("Comments judged by the machine.", ("verdict",)),
    "opinions": ("Opinions asked for outside.", ("who", "outcome")),
    "doorbell_errors": ("Rings that failed because Redis was away.", ()),
    "limiter_alone": ("Times a process found Redis away and began to count limits by itself.", ()),
    "job_refused": ("Jobs in Redis that are not on the list of what a worker runs.", ()),
}
SECONDS, SECONDS_HELP, SECONDS_LABELS = "http_request_seconds", "Time to answer.", ("method", "route")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, float("inf"))
ZEROS = ("doorbell_errors", "limiter_alone", "job_refused")  # there before the first of them happens
PAUSE = 60.0  # seconds without counting after there was no place for it
log = structlog.get_logger()


class Meters:
    """One for each process; safe for threads, and to hold across a fork."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; nothing is made before something is counted."""
        self._folder = folder
        self._lock = threading.Lock()
        self._tallies: dict[str, Tally] = {}
        self._again_at = 0.0  # monotonic seconds; 0: there was a place so far
        os.register_at_fork(after_in_child=self._forget)

    def count(self, name: str, *labels: str) -> None:
        """Count one of ``COUNTERS``. A label never holds what a person typed."""
        key = _counter(name, labels)
        with self._lock:
            if self._ready():
                self._tallies["counter"].add(key, 1)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered, by the pattern of its path."""
        counted = _counter("http_requests", (method, route, f"{status // 100}xx"))
        buckets, total = _histogram(method, route)
        bucket = buckets[bisect_left(BOUNDS, seconds)]
        with self._lock:
            if self._ready():
                self._tallies["counter"].add(counted, 1)
                self._tallies["histogram"].add(bucket, 1)
                self._tallies["histogram"].add(total, seconds)

    def close(self) -> None:
        """Close the files. What is counted later opens others."""
        with self._lock:
            for one in self._tallies.values():
                one.close()
            self._tallies = {}

    def clear(self) -> None:
        """Begin from zero, unless another process is counting here; for whoever starts the service."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tally.alone(self._folder):
                tally.clear(self._folder)
        except OSError:
            return  # counting will say so

    def expose(self, figures: Iterable[Figure]) -> bytes:
        """All that is counted here, and these figures, as text for Prometheus."""
        return generate_latest(_Found([*map(_gauge, figures), *self._counted()]))

    def _counted(self) -> Iterable[Metric]:
        with self._lock:
            self._ready()  # so that the zeros are there
        try:
            with tally.alone(self._folder):
                tally.bury(self._folder)
                counted: Iterable[Metric] = MultiProcessCollector.merge(sorted(map(str, self._folder.glob("*.db"))))
                return counted
        except OSError:
            return ()

    def _ready(self) -> bool:
        """Whether there is a place to count in; makes it the first time."""
        if self._tallies:
            return True
        if time.monotonic() < self._again_at:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._tallies = {kind: Tally(self._folder, kind) for kind in ("counter", "histogram")}
        except OSError as error:
            if not self._again_at:
                log.warning("meters_away", error=type(error).__name__)
            self._again_at = time.monotonic() + PAUSE
            return False
        for name in ZEROS:
            self._tallies["counter"].add(_counter(name, ()), 0)
        return True

    def _forget(self) -> None:
        """In a child: its parent's files are its parent's."""
        self._lock = threading.Lock()
        self.close()


class _Found:
    """What ``generate_latest`` takes for a registry."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        """All there is."""
        yield from self._metrics


@cache
def _counter(name: str, labels: tuple[str, ...]) -> str:
    text, names = COUNTERS[name]
    return mmap_key(name, f"{name}_total", list(names), list(labels), text)


@cache
def _histogram(method: str, route: str) -> tuple[tuple[str, ...], str]:
    """The names of its buckets, and that of its sum."""
    names, labels = list(SECONDS_LABELS), [method, route]
    buckets = (
        mmap_key(SECONDS, f"{SECONDS}_bucket", [*names, "le"], [*labels, floatToGoString(bound)], SECONDS_HELP)
        for bound in BOUNDS
    )
    return tuple(buckets), mmap_key(SECONDS, f"{SECONDS}_sum", names, labels, SECONDS_HELP)


def _gauge(figure: Figure) -> Metric:
    gauge = GaugeMetricFamily(figure.name, figure.help, labels=[figure.label] if figure.label else [])
    for name, value in sorted(figure.values.items()):
        gauge.add_metric([name] if figure.label else [], value)
    return gauge
