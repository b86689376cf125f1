"""Thresholds that a site's own decisions speak for."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services import thresholds
from moderation.services.thresholds import Proposals
from tests import decided
from tests.web.hands import publish


def proposed(ctx: Context, site: Site) -> Proposals:
    """What the decisions speak for."""
    with ctx.database.read() as connection:
        return thresholds.propose(connection, site.id)


def test_without_decisions_nothing_is_proposed(ctx: Context, site: Site) -> None:
    assert proposed(ctx, site) == Proposals(0, None, None)


def test_advertising_that_was_refused_is_spam_and_an_insult_is_not(
    ctx: Context, site: Site, post: Callable[..., TestResponse], ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier: str = post().get_json()["id"]
    night_shift()
    publish(ada, identifier)
    spam = [(0.97, "spam", "")] * 150 + [(0.96, "rejected", "advertising")] * 100
    insults = [(0.8, "rejected", "insult")] * 20 + [(0.2, "rejected", "insult")] * 20
    decided.copy(ctx, identifier, [*spam, *insults, *[(0.1, "approved", "")] * 220])

    found = proposed(ctx, site)

    assert found.spam_above
    assert found.approve_below
    assert (found.spam_above.value, found.spam_above.number, found.spam_above.right) == (0.8, 250, 250)
    assert (found.approve_below.value, found.approve_below.right) == (0.2, found.approve_below.number)
    assert found.number == 511
