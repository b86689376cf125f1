"""A key stands for one comment: also when the comment it stood for is gone."""

from collections.abc import Callable
from pathlib import Path

from werkzeug.test import TestResponse

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services import erase
from moderation.services.erase import Person
from moderation.store import erasures
from tests.conftest import Clock
from tests.submissions import EMAIL


def test_after_an_erasure_the_same_key_is_one_comment_again(
    ctx: Context, site: Site, post: Callable[..., TestResponse], clock: Clock, tmp_path: Path
) -> None:
    key = {"Idempotency-Key": "one two three"}
    person = Person(site, ctx.fingerprints.author(site.id, EMAIL))
    erased = post(headers=key).get_json()["id"]
    clock.forward(minutes=11)
    erase.erase(ctx.database, Journal(tmp_path / "erasures.jsonl"), [person], erasures.COMMENTS, clock())

    first, again = post(headers=key), post(headers=key)

    assert (again.status_code, again.get_json()) == (202, first.get_json())
    assert first.get_json()["id"] != erased
