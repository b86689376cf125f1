"""Figures for Prometheus: who may see them, what is in them, and that alerts name nothing else."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from moderation.bootstrap import Context
from moderation.domain.message import Message
from moderation.domain.site import Site
from moderation.store import heartbeats, outbox
from moderation.store.engine import Database
from moderation.web.app import Surface, create_app
from tests.conftest import Clock
from tests.servers import RedisServer
from tests.test_dev import ROOT

ALERTS = ROOT / "docs" / "alerts.yml"
FUNCTIONS = {"absent", "histogram_quantile", "increase", "on", "rate", "sum", "unless", "by", "le"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database: what is read from both is tested in ``tests/services/test_figures.py``."""
    return sqlite_url


def read(client: FlaskClient) -> dict[str, float]:
    """All samples, as ``name{labels}``."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        f"{sample.name}{{{','.join(f'{k}={v}' for k, v in sorted(sample.labels.items()))}}}".replace(
            "{}", ""
        ): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def peer(ctx: Context, surface: Surface, address: str, headers: dict[str, str] | None = None) -> int:
    """The status of the answer to somebody at this address."""
    client = create_app(ctx, surface).test_client()
    return client.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers or {}).status_code


def test_the_console_tells_whoever_reaches_it_and_the_public_surface_nobody(ctx: Context) -> None:
    assert peer(ctx, "console", "198.51.100.7") == 200
    assert peer(ctx, "public", "127.0.0.1") == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_where_readers_come_too_this_machine_is_told(ctx: Context, address: str) -> None:
    assert peer(ctx, "all", address) == 200


@pytest.mark.parametrize("address", ["198.51.100.7", "10.0.0.1", "2001:db8::1", ""])
def test_where_readers_come_too_nobody_else_is_told(ctx: Context, address: str) -> None:
    assert peer(ctx, "all", address) == 404


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_that_we_do_not_know_is_not_this_machine(ctx: Context, name: str) -> None:
    """Without MODERATION_TRUSTED_PROXIES every reader seems to come from there."""
    assert peer(ctx, "all", "127.0.0.1", {name: "127.0.0.1"}) == 404


def test_behind_a_proxy_of_ours_the_real_peer_counts(make_context: Callable[..., Context]) -> None:
    ctx = make_context(MODERATION_TRUSTED_PROXIES="127.0.0.0/8, 10.0.0.0/8")

    assert peer(ctx, "all", "127.0.0.1", {"X-Forwarded-For": "198.51.100.7"}) == 404
    assert peer(ctx, "all", "127.0.0.1", {"X-Forwarded-For": "::1, 198.51.100.7"}) == 404
    assert peer(ctx, "all", "10.0.0.1", {"X-Forwarded-For": "::1"}) == 200
    assert peer(ctx, "all", "127.0.0.1") == 404  # no proxy of ours forgets to say for whom


def test_requests_are_told_apart_by_the_pattern_of_their_path(client: FlaskClient) -> None:
    client.get("/v1/sites/news/comments?thread=https://news.example/a")
    client.get("/v1/sites/fatima@example.ma/comments")
    client.get("/fatima@example.ma/")
    client.open("/healthz", method="FATIMA")

    text = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="/v1/sites/<site>/comments",status="2xx"} 1.0' in text
    assert 'http_requests_total{method="GET",route="/v1/sites/<site>/comments",status="4xx"} 1.0' in text
    assert 'http_requests_total{method="",route="none",status="4xx"} 2.0' in text
    assert "fatima" not in text.lower()


@pytest.mark.process
def test_redis_and_its_workers_are_told(make_context: Callable[..., Context], redis_server: RedisServer) -> None:
    found = read(create_app(make_context(redis_server.url)).test_client())

    assert (found["redis_up"], found["workers"]) == (1, 0)


def test_with_the_database_away_it_tells_what_it_knows(ctx: Context, tmp_path: Path) -> None:
    away = replace(ctx, database=Database(f"sqlite:///{tmp_path}/nowhere/x.sqlite"))
    client = create_app(away).test_client()
    client.get("/healthz")

    found = read(client)

    assert found["database_up"] == 0
    assert found["http_requests_total{method=GET,route=/healthz,status=2xx}"] == 1
    assert "comments_oldest_received_seconds" not in found


def names_in(expression: str) -> set[str]:
    """The metrics an alert's expression names."""
    bare = re.sub(r"\{[^}]*\}|\[[^]]*\]|\"[^\"]*\"", "", expression)
    return set(re.findall(r"[a-z_]{2,}", bare)) - FUNCTIONS


@pytest.mark.process
def test_every_metric_of_an_alert_exists(
    make_context: Callable[..., Context], site: Site, clock: Clock, redis_server: RedisServer
) -> None:
    ctx = make_context(redis_server.url)
    message = Message(site.id, "m1", "mail", "comment.decided", "1-abc", clock(), clock())
    ctx.database.write(lambda connection: outbox.put(connection, [message]))
    ctx.database.write(lambda connection: heartbeats.write(connection, "a", {"screening": clock()}, clock()))
    client = create_app(ctx).test_client()
    client.get("/v1/sites/news/comments?thread=https://news.example/a")
    found = {sample.partition("{")[0] for sample in read(client)}
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]

    assert len(rules) > 10
    for rule in rules:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert names_in(rule["expr"])
        assert names_in(rule["expr"]) <= found, rule["alert"]


def test_the_search_would_find_a_metric_that_does_not_exist() -> None:
    assert names_in('sum(rate(no_such_total{route="/x"}[5m])) / comments > 0.01') == {"no_such_total", "comments"}
