"""Who is blocked is told nothing; who is trusted need not wait. At the door, a flag is all that is kept."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.services import erase
from moderation.store import erasures, rulebooks, sites
from moderation.store.tables import comments
from tests.conftest import Clock, status
from tests.submissions import EMAIL

Post = Callable[..., TestResponse]


@pytest.fixture
def lay_down(ctx: Context, site: Site, clock: Clock) -> Callable[..., None]:
    """Gives the site these entries, as (kind, value, effect), for an hour."""

    def work(*entries: tuple[str, str, str]) -> None:
        end = clock() + timedelta(hours=1)
        listed = tuple(Block(Kind(kind), value, Effect(effect), "", end) for kind, value, effect in entries)
        book = Rulebook(blocks=listed)
        ctx.database.write(lambda connection: rulebooks.write(connection, site.id, book, ("ada", clock())))
        ctx.directory.every(age=-1)

    return work


def arrival(ctx: Context) -> dict[str, object]:
    """What is kept of how the last comment came in."""
    with ctx.database.read() as connection:
        found = connection.execute(sa.select(comments.c.arrival).order_by(comments.c.id.desc())).scalars().first()
    assert found
    return dict(found)


@pytest.mark.parametrize(
    ("entry", "sent"),
    [
        (("domain", "example.ma", "block"), {"email": "x@mail.EXAMPLE.ma"}),
        (("domain", "xn--igbicxr.xn--mgbc0a9azcg", "block"), {"email": "س@أخبار.المغرب"}),
        (("network", "203.0.113.0/24", "block"), {"remote_addr": "203.0.113.9"}),
        (("network", "2001:db8::/32", "block"), {"remote_addr": "2001:db8:5::1"}),
    ],
)
def test_a_blocked_sender_is_answered_like_anybody_and_is_spam(
    ctx: Context, post: Post, night_shift: Callable[[], int], lay_down: Callable[..., None], entry: tuple[str, str, str], sent: dict[str, str]
) -> None:  # fmt: skip
    usual = post(body="قبل ذلك", email="a@b.ma").get_json()
    lay_down(entry)

    answer = post(**sent)

    assert answer.status_code == 202
    assert (answer.get_json().keys(), answer.get_json()["status"]) == (usual.keys(), "pending")
    night_shift()
    assert status(ctx, answer.get_json()["id"]) == "spam"
    assert arrival(ctx)["flags"] == [f"blocked_{entry[0]}"]
    assert status(ctx, usual["id"]) == "pending"


def test_a_blocked_author_is_spam_by_their_fingerprint(
    ctx: Context, site: Site, post: Post, night_shift: Callable[[], int], lay_down: Callable[..., None], ada: FlaskClient
) -> None:  # fmt: skip
    lay_down(("fingerprint", ctx.fingerprints.author(site.id, EMAIL), "block"))

    identifier = post().get_json()["id"]
    night_shift()

    shown = ada.get(f"/v1/moderation/comments/{identifier}", headers={"Accept-Language": "ar"}).get_json()
    assert shown["status"] == "spam"
    assert "هذا الكاتب محظور." in [signal["reason"] for signal in shown["signals"]]
    assert "flags" not in arrival(ctx)


def test_a_trusted_newcomer_is_published(
    ctx: Context, post: Post, night_shift: Callable[[], int], lay_down: Callable[..., None]
) -> None:
    lay_down(("domain", "example.ma", "trust"), ("network", "198.51.100.0/24", "trust"))

    identifier = post().get_json()["id"]
    night_shift()

    assert status(ctx, identifier) == "approved"
    assert arrival(ctx)["flags"] == ["trusted_domain", "trusted_network"]


def test_afterwards_it_counts_no_more(
    ctx: Context, post: Post, night_shift: Callable[[], int], lay_down: Callable[..., None], clock: Clock
) -> None:
    lay_down(("domain", "example.ma", "block"))
    clock.forward(hours=1)

    identifier = post().get_json()["id"]
    night_shift()

    assert status(ctx, identifier) == "pending"


def test_without_an_address_only_the_network_is_judged(ctx: Context, post: Post, lay_down: Callable[..., None]) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"required": []}))
    lay_down(("domain", "example.ma", "block"), ("network", "198.51.100.0/24", "block"))

    post(email="")

    assert arrival(ctx)["flags"] == ["blocked_network"]


def test_an_erasure_takes_the_flags_along(
    ctx: Context, site: Site, post: Post, lay_down: Callable[..., None], tmp_path: Path
) -> None:
    lay_down(("domain", "example.ma", "trust"))
    post(body="تعليق آخر")
    assert arrival(ctx)["flags"]
    person = erase.Person(site, ctx.fingerprints.author(site.id, EMAIL))

    erase.erase(ctx.database, Journal(tmp_path / "erasures.jsonl"), [person], erasures.AUTHOR, ctx.clock())

    assert arrival(ctx) == {"token": "missing", "seconds": None, "honeypot": False}
