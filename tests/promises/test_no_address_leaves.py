"""An e-mail address, and an IP, leave nowhere: answers, logs, Redis, and the raw bytes of the database are searched."""

import base64
import gzip
import hashlib
import itertools
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from moderation.adapters import keyring
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services.screen import drain
from moderation.store import contacts
from tests.prepared import application
from tests.promises.canaries import any_with, contains, files_with
from tests.servers import RedisServer
from tests.submissions import THREAD, a_submission
from workers import parts, reconciler

pytestmark = pytest.mark.process

ADDRESSES = [f"canary{number}.q9x@sealed-{number}.example.ma" for number in range(8)] + ["زهرة.كناري@موقع.المغرب"]
IP = "198.51.100.77"
TEXT = "نص التعليق رقم"  # what people write is in answers and in the database, and nowhere else
URL = "/v1/sites/news/comments"


@pytest.fixture
def ctx(make_context: Callable[..., Context], redis_server: RedisServer) -> Context:
    """The parts, with Redis."""
    context = make_context(redis_server.url, MODERATION_RATE_LIMITS="on")
    parts.use(context)
    return context


def send(client: FlaskClient, body: dict[str, Any], **headers: str) -> TestResponse:
    """Hand in a comment from the address that is looked for."""
    return client.post(URL, json=body, headers=headers, environ_base={"REMOTE_ADDR": IP})


def every_way(client: FlaskClient) -> Iterator[TestResponse]:
    """Each address by a way of its own: accepted, twice, invalid in every field, refused, as a form, from elsewhere."""
    for number, address in enumerate(ADDRESSES):
        good = a_submission(email=address, body=f"{TEXT} {number}")
        yield send(client, good, **{"Idempotency-Key": address if address.isascii() else "k"})
        yield send(client, good)
        yield send(
            client, {**good, "body": "", "parent": address, "thread": address, address: 1, "form_token": address}
        )
        yield send(client, {**good, "author": {"name": "x" * 99, "email": address + "@", "url": address}})
        yield send(client, {**good, "author": address})
        yield send(client, good, Origin="https://evil.example")
        yield send(client, good, Accept="text/html")
        yield client.post(
            URL, data={"author": "A", "email": address, "body": "b", "thread": THREAD}, environ_base={"REMOTE_ADDR": IP}
        )
        yield client.post("/v1/sites/nowhere/comments", json=good)
    yield client.post(URL, data=b"{" + ADDRESSES[0].encode(), content_type="application/json")


def readers(client: FlaskClient) -> Iterator[TestResponse]:
    """Everything that can be read without a login."""
    for path in (
        f"{URL}?thread={THREAD}",
        f"/v1/sites/news/counts?thread={THREAD}",
        f"/v1/sites/news/form?thread={THREAD}",
        "/readyz",
        "/openapi.json",
    ):
        yield client.get(path)
    yield client.get("/t/news", query_string={"thread": THREAD})


def test_no_address_and_no_ip_is_anywhere(
    ctx: Context, app: Flask, ada: FlaskClient, tmp_path: Path, redis_server: RedisServer, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    client = app.test_client()
    answers = list(every_way(client))
    drain(ctx.desk)
    reconciler.sweep(ctx)
    queue = ada.get("/v1/moderation/queue", query_string={"limit": 100})
    items = [{"id": item["id"], "version": item["version"]} for item in queue.get_json()["items"]]
    decided = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": items})
    seen = [ada.get(f"/v1/moderation/comments/{item['id']}") for item in items]
    opened = ada.post(f"/v1/moderation/comments/{items[0]['id']}/reveal", json={"reason": "A threat"})
    figures = ada.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    said = capfd.readouterr()
    redis = Redis.from_url(redis_server.url)
    keys = list(redis.scan_iter(count=1000))
    aside = [(said.out + said.err).encode(), figures.data, *keys, *(redis.dump(key) or b"" for key in keys)]
    given = itertools.chain(answers, readers(client), [queue, decided], seen)
    everything = [*aside, *(answer.data + str(answer.headers).encode() for answer in given)]

    assert items
    assert keys
    assert (opened.status_code, figures.status_code) == (200, 200)
    assert any_with([opened.data], opened.get_json()["email"]), "the one answer that may have it, written down first"
    for word in [*ADDRESSES, IP]:
        assert any_with(everything, word) == []
        assert files_with(tmp_path, word) == []
    assert any_with(aside, TEXT) == []
    assert any_with([answer.data for answer in answers], TEXT), "the search would find it"


def test_the_search_would_find_one(tmp_path: Path) -> None:
    """The promise above is worth as much as its search."""
    word = ADDRESSES[0]
    for hidden in (
        word.encode(),
        b"x" + base64.b64encode(b"ab" + word.encode() + b"cd"),
        hashlib.md5(word.encode()).hexdigest().encode(),  # noqa: S324 - as careless software does
        hashlib.sha256(word.encode()).digest(),
        b"junk" + gzip.compress(b"a line\n" + word.encode()) + b"more junk",
        b"\x78\x9c" + zlib.compress(random.Random(7).randbytes(9_000) + word.encode() + b"?" * 50)[:-8],
        word.replace("@", "%40").encode(),
    ):
        assert contains(hidden, word)
    (tmp_path / "file").write_bytes(b"..." + word.encode())
    assert files_with(tmp_path, word)
    assert not contains(b"nothing here", word)


def test_a_sealed_address_opens_only_in_its_own_row(
    ctx: Context, site: Site, environment: dict[str, str], tmp_path: Path
) -> None:
    client = application(ctx).test_client()
    identifier = send(client, a_submission(email=ADDRESSES[0])).get_json()["id"]
    with ctx.database.read() as connection:
        contact = contacts.find(connection, site.id, identifier)
    opener = Opener(keyring.decode_ring((tmp_path / "keys" / "seal.key").read_text()))

    assert contact
    assert opener.open(contact, binding("comment", identifier)) == ADDRESSES[0]
    with pytest.raises(ValueError, match="something else"):
        opener.open(contact, binding("comment", "1-another"))


def test_keys_are_for_their_owner_alone(environment: dict[str, str], tmp_path: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
