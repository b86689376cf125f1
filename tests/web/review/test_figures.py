"""The figures as JSON, on both databases."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.domain.site import Site

URL = "/v1/moderation/stats"


def test_the_figures_of_a_period_are_told(
    ada: FlaskClient, post: Callable[..., TestResponse], night_shift: Callable[[], int]
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    decision = {"action": "reject", "items": [{"id": identifier, "version": 2}], "reason": "threat"}
    ada.post("/v1/moderation/decisions", json=decision)

    found = ada.get(URL, query_string={"site": "news", "from": "2026-11-20", "to": "2026-11-24"}).get_json()

    assert (found["first"], found["last"], len(found["days"])) == ("2026-11-20", "2026-11-24", 5)
    assert (found["machine"], found["people"], found["reasons"]) == ({"hold": 1}, {"reject": 1}, {"threat": 1})
    assert found["to_decision"]["number"] == 1
    assert found["automatic"] == 0


@pytest.mark.parametrize("query", ["from=x", "from=2024-01-01&to=2026-01-01", "to=20261124"])
def test_a_period_that_is_none_is_refused(ada: FlaskClient, site: Site, query: str) -> None:
    answer = ada.get(f"{URL}?{query}")

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] in {"from", "to"}


def test_the_days_may_be_named_in_any_order(ada: FlaskClient, site: Site) -> None:
    found = ada.get(f"{URL}?from=2026-11-24&to=2026-11-20").get_json()

    assert (found["first"], found["last"]) == ("2026-11-20", "2026-11-24")


def test_only_ones_own_sites_are_counted(
    hands: Callable[..., FlaskClient], add_site: Callable[..., Site], post: Callable[..., TestResponse]
) -> None:
    other = add_site("other")
    post()
    stranger = hands("moderator", sites=[other.id])

    assert stranger.get(URL).get_json()["queue"]["received"] == 0
    assert stranger.get(f"{URL}?site=news").status_code == 404
    assert hands("viewer").get(URL).status_code == 403
