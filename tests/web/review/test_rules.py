"""Rules as data: read, replaced, and tried out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import rulebooks
from tests.conftest import status
from tests.submissions import EMAIL
from tests.web.faults import errors

Post = Callable[..., TestResponse]
RULES, TRIAL = "/v1/moderation/sites/news/rules", "/v1/moderation/rules/test"
PLAIN: dict[str, Any] = {
    "hold_first": True, "trust_after": 1, "links": 2, "approve_below": 0.35, "spam_above": 0.95, "words": [], "blocks": [],
}  # fmt: skip
FINGERPRINT = "A" * 22


def block(**changes: Any) -> dict[str, Any]:
    """An entry as it is sent."""
    return {"kind": "domain", "value": "spam.example", "effect": "block", **changes}


def test_a_new_site_has_the_rules_of_the_house(ada: FlaskClient, site: Site) -> None:
    assert ada.get(RULES).get_json() == {**PLAIN, "starter_words": False, "two_approvals": []}


def test_rules_come_back_as_they_are_compared(ada: FlaskClient, site: Site) -> None:
    words = [{"word": "أحـمـق", "note": "إهانة"}, {"word": "Ta  Gueule"}]
    blocks = [
        block(value="@أخبار.المغرب", reason="spam", expires_at="2027-01-01T00:00:00+01:00"),
        block(kind="network", value="198.51.100.7/24", effect="trust"),
        block(kind="fingerprint", value=FINGERPRINT),
    ]

    answer = ada.put(RULES, json={**PLAIN, "trust_after": 3, "words": words, "blocks": blocks, "starter_words": True})

    assert answer.status_code == 200
    found = answer.get_json()
    assert found == ada.get(RULES).get_json()
    assert found["words"] == [{"word": "ta gueule", "note": ""}, {"word": "احمق", "note": "إهانة"}]
    assert found["blocks"] == [
        block(value="xn--igbicxr.xn--mgbc0a9azcg", reason="spam", expires_at="2026-12-31T23:00:00.000000Z"),
        block(kind="fingerprint", value=FINGERPRINT, reason="", expires_at=None),
        block(kind="network", value="198.51.100.0/24", effect="trust", reason="", expires_at=None),
    ]


def test_what_is_answered_can_be_sent_back_and_changes_nothing(ada: FlaskClient, site: Site) -> None:
    sent = {
        **PLAIN,
        "words": [{"word": "mot"}],
        "blocks": [block(expires_at="2027-01-01T00:00:00Z")],
        "approve_below": 0,
    }
    first = ada.put(RULES, json=sent)

    again = ada.put(RULES, json=first.get_json(), headers={"If-Match": first.headers["ETag"]})

    assert (again.get_json(), again.headers["ETag"]) == (first.get_json(), first.headers["ETag"])


def test_what_two_have_to_approve_is_kept_in_order_and_stays_where_nothing_is_said_of_it(
    ada: FlaskClient, site: Site
) -> None:
    ada.put(RULES, json={**PLAIN, "two_approvals": ["any", "links", "any"]})

    assert ada.put(RULES, json=PLAIN).get_json()["two_approvals"] == ["links", "any"]
    assert ada.put(RULES, json={**PLAIN, "two_approvals": ["nonsense"]}).status_code == 422
    assert ada.put(RULES, json={**PLAIN, "two_approvals": []}).get_json()["two_approvals"] == []


def test_where_nothing_is_said_of_the_starter_words_they_stay(ada: FlaskClient, site: Site) -> None:
    ada.put(RULES, json={**PLAIN, "starter_words": True})

    assert ada.put(RULES, json=PLAIN).get_json()["starter_words"] is True


def test_new_rules_count_at_once(ctx: Context, ada: FlaskClient, post: Post, night_shift: Callable[[], int]) -> None:
    first = post().get_json()["id"]
    ada.put(RULES, json={**PLAIN, "blocks": [block(kind="fingerprint", value=first)]})

    second = post(body="شيء آخر").get_json()["id"]
    night_shift()

    assert status(ctx, second) == "spam"
    (entry,) = ada.get(RULES).get_json()["blocks"]
    assert len(entry["value"]) == 22


def test_nobodys_change_is_overwritten_unseen(ada: FlaskClient, site: Site) -> None:
    seen = ada.get(RULES).headers["ETag"]
    assert ada.put(RULES, json={**PLAIN, "links": 3}, headers={"If-Match": seen}).status_code == 200

    late = ada.put(RULES, json={**PLAIN, "links": 4}, headers={"If-Match": seen, "Accept-Language": "fr"})

    assert (late.status_code, late.get_json()["code"]) == (412, "changed")
    assert late.get_json()["title"].startswith("Quelqu’un d’autre")
    assert ada.get(RULES).get_json()["links"] == 3
    assert ada.put(RULES, json={**PLAIN, "links": 4}, headers={"If-Match": "*"}).status_code == 200
    assert ada.put(RULES, json={**PLAIN, "links": 5}, headers={"If-Match": "W/"}).status_code == 412
    assert ada.put(RULES, json={**PLAIN, "links": 6}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"trust_after": 0}, "trust_after", "invalid"),
        ({"links": 101}, "links", "invalid"),
        ({"links": True}, "links", "invalid"),
        ({"approve_below": 1.1}, "approve_below", "invalid"),
        ({"hold_first": 1}, "hold_first", "invalid"),
        ({"hold": True}, "hold", "unknown_field"),
        ({"words": [{"word": ""}]}, "words.0.word", "required"),
        ({"words": [{"word": "un deux trois"}]}, "words.0.word", "invalid"),
        ({"words": [{"word": "a" * 81}]}, "words.0.word", "too_long"),
        ({"words": [{"word": "mot", "note": "a\nb"}]}, "words.0.note", "control_characters"),
        ({"words": [{"word": "mot"}] * 1001}, "words", "too_long"),
        ({"blocks": [block(value="x@spam.example")]}, "blocks.0.value", "invalid"),
        ({"blocks": [block(value="spam")]}, "blocks.0.value", "invalid"),
        ({"blocks": [block(kind="network")]}, "blocks.0.value", "invalid"),
        ({"blocks": [block(kind="network", value="198.51.100.7")]}, "blocks.0.value", "invalid"),
        ({"blocks": [block(kind="fingerprint", value="x@spam.example")]}, "blocks.0.value", "invalid"),
        ({"blocks": [block(), block(kind="fingerprint", value="1-01m85s3ttnwnrz7vcfqns6cn99")]}, "blocks.1.value", "invalid"),
        ({"blocks": [block(kind="name")]}, "blocks.0.kind", "invalid"),
        ({"blocks": [block(effect="hold")]}, "blocks.0.effect", "invalid"),
        ({"blocks": [block(reason="x" * 201)]}, "blocks.0.reason", "too_long"),
        ({"blocks": [block(expires_at="2027-01-01")]}, "blocks.0.expires_at", "invalid"),
        ({"blocks": [block(expires_at="2027-01-01T00:00:00")]}, "blocks.0.expires_at", "invalid"),
        ({"blocks": [block(expires_at=2027)]}, "blocks.0.expires_at", "invalid"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # no database is asked
def test_what_cannot_be_a_rule_is_refused(
    ada: FlaskClient, site: Site, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = ada.put(RULES, json={**PLAIN, **changes})

    assert errors(answer) == {(field, code)}
    assert "x@spam.example" not in answer.text
    assert errors(ada.post(TRIAL, json={"site": "news", "rules": {**PLAIN, **changes}})) == {
        (f"rules.{field}" if field != "blocks.1.value" else field, code)
    }


@pytest.mark.parametrize("missing", PLAIN)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rules_are_replaced_as_a_whole(ada: FlaskClient, site: Site, missing: str) -> None:
    sent = {name: value for name, value in PLAIN.items() if name != missing}

    assert errors(ada.put(RULES, json=sent)) == {(missing, "required")}


def test_admins_write_moderators_read_and_viewers_do_neither(hands: Callable[..., FlaskClient], site: Site) -> None:
    moderator, viewer = hands("moderator"), hands("viewer")

    assert moderator.get(RULES).status_code == 200
    assert moderator.post(TRIAL, json={"site": "news", "rules": PLAIN}).status_code == 200
    assert moderator.put(RULES, json=PLAIN).status_code == 403
    assert viewer.get(RULES).status_code == 403


def test_another_sites_rules_do_not_exist(
    hands: Callable[..., FlaskClient], add_site: Callable[..., Site], site: Site
) -> None:
    stranger = hands("admin", [add_site("other").id])

    assert stranger.get(RULES).status_code == stranger.put(RULES, json=PLAIN).status_code == 404
    assert stranger.post(TRIAL, json={"site": "news", "rules": PLAIN}).status_code == 404
    assert stranger.get("/v1/moderation/sites/other/rules").status_code == 200
    assert stranger.get("/v1/moderation/sites/nowhere/rules").status_code == 404


def test_rules_are_tried_on_what_there_is(
    ctx: Context, ada: FlaskClient, post: Post, night_shift: Callable[[], int]
) -> None:
    quiet, loud = post(body="هدوء تام").get_json()["id"], post(email="ali@example.ma", body="Espèce de patate !").get_json()["id"]  # fmt: skip
    night_shift()
    candidate = {**PLAIN, "hold_first": False, "words": [{"word": "patate"}], "blocks": [block()]}

    answer = ada.post(TRIAL, json={"site": "news", "rules": candidate}, headers={"Accept-Language": "fr"}).get_json()

    assert (answer["tested"], answer["touched"], answer["skipped"]) == (2, 1, 1)
    assert answer["changes"] == [{"before": "hold", "after": "approve", "count": 1}]
    assert [one["id"] for one in answer["examples"]] == [quiet]

    blocked = {**PLAIN, "words": [{"word": "patate"}], "blocks": [block(kind="fingerprint", value=loud)]}
    (example,) = ada.post(TRIAL, json={"site": "news", "rules": blocked}).get_json()["examples"]

    assert (example["id"], example["status"], example["before"], example["after"]) == (loud, "pending", "hold", "spam")
    spans = {signal["code"]: signal["spans"] for signal in example["signals"]}
    assert [example["body"][start:end] for start, end in spans["listed_word"]] == ["patate"]
    assert "blocked_author" in spans
    assert ada.get(RULES).get_json()["words"] == []
    assert status(ctx, loud) == "pending"
    assert EMAIL not in str(answer)


def test_of_two_admins_at_once_one_is_told(ctx: Context, app: Flask, token: str, site: Site) -> None:
    def put(links: int, seen: str) -> int:
        headers = {"If-Match": seen, "Authorization": f"Bearer {token}"}
        return app.test_client().put(RULES, json={**PLAIN, "links": links}, headers=headers).status_code

    for first in range(3, 13, 2):
        with ctx.database.read() as connection:
            seen = f'"{rulebooks.find(connection, site.id).mark}"'
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(put, (first, first + 1), (seen, seen)))
        assert sorted(answers) == [200, 412]
