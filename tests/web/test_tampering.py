"""What no client of ours would send is refused, and alike on both databases."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.adapters import keyring
from tests.submissions import THREAD

URL, COUNTS = "/v1/sites/news/comments", "/v1/sites/news/counts"
NUL, HALF = "1-" + "\0" * 26, "1-" + "\ud800" * 26


def cursor(text: str) -> str:
    """A cursor that says this."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    ["", ".", "0.", "0.x", "0." + NUL, "0.0-" + "a" * 26, "0.1-" + "A" * 26, "9" * 900 + ".1-" + "a" * 26, "-99999999999999999999.1-" + "a" * 26, "x.1-" + "a" * 26],
)  # fmt: skip
def test_a_cursor_that_is_not_ours_is_invalid(client: FlaskClient, ada: FlaskClient, text: str) -> None:
    told = cursor(text) or "="

    answers = [
        client.get(URL, query_string={"thread": THREAD, "cursor": told}),
        ada.get("/v1/moderation/queue", query_string={"cursor": told}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]


@pytest.mark.parametrize("cursor_", ["\u0660", "a" * 2001, "é", "%"])
def test_a_cursor_that_is_no_base64_is_invalid(client: FlaskClient, cursor_: str) -> None:
    assert client.get(URL, query_string={"thread": THREAD, "cursor": cursor_}).status_code == 422


@pytest.mark.parametrize(
    "identifier", [NUL, "0-" + "a" * 26, "1-" + "A" * 26, "x", "9" * 20 + "-" + "a" * 26, "٣-" + "a" * 26]
)
def test_an_id_that_is_not_ours_is_not_found(client: FlaskClient, ada: FlaskClient, identifier: str) -> None:
    decision = {"action": "approve", "items": [{"id": identifier, "version": 1}]}

    seen = ada.get(f"/v1/moderation/comments/{identifier}")
    decided = ada.post("/v1/moderation/decisions", json=decision)

    assert seen.status_code == 404
    assert decided.status_code == 422 or decided.get_json()["results"][0]["error"] == "not_found"


@pytest.mark.parametrize("undo", ["", "x", "\0", HALF, "x" * 101])
def test_an_undo_that_is_not_ours_takes_nothing_back(ada: FlaskClient, undo: str) -> None:
    sent = json.dumps({"undo": undo})

    answer = ada.post("/v1/moderation/undo", data=sent, content_type="application/json")

    assert answer.status_code in {404, 422}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"thread": 5}', 422), (b'{"thread": true}', 422), (b'{"thread": null}', 422), (b'{"thread": {"a": 1}}', 422),
        (b'{"thread": ["\\ud800"]}', 422), (b"[" * 90_000, 400), (b'{"thread":' * 9_000, 400), (b"1" * 5_000, 400), (b"[]", 400), (b"{}", 200),
    ],
)  # fmt: skip
def test_counts_of_nonsense_are_refused(client: FlaskClient, body: bytes, status: int) -> None:
    assert client.post(COUNTS, data=body, content_type="application/json").status_code == status


def test_a_body_full_of_faults_gets_a_short_answer(client: FlaskClient) -> None:
    answer = client.post(URL, json={f"member{number}": 1 for number in range(9_000)})

    assert answer.status_code == 422
    assert len(answer.get_json()["errors"]) == 50


@pytest.mark.parametrize("version", [10**9, 2**31, 2**63, 10**30])
def test_a_version_that_no_comment_has_is_a_conflict(
    post: Callable[..., TestResponse], night_shift: Callable[[], int], ada: FlaskClient, version: int
) -> None:
    identifier = post().get_json()["id"]
    night_shift()

    decided = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": [{"id": identifier, "version": version}]})  # fmt: skip

    assert (decided.status_code, decided.get_json()["code"]) == (409, "stale")


def test_a_mixed_case_address_is_sealed_as_it_was_typed(tmp_path: Path, client: FlaskClient) -> None:
    """Only the comparison is in small letters: some hosts tell the letters apart."""
    from moderation.adapters.opener import Opener  # noqa: PLC0415 - tests may open
    from moderation.adapters.sealer import binding  # noqa: PLC0415
    from moderation.store import contacts  # noqa: PLC0415
    from tests.submissions import a_submission  # noqa: PLC0415

    identifier = client.post(URL, json=a_submission(email="Fatima.Straße@Example.MA")).get_json()["id"]
    ctx = client.application.extensions["moderation"]
    with ctx.database.read() as connection:
        contact = contacts.find(connection, 1, identifier)
    opener = Opener(keyring.decode_ring((tmp_path / "keys" / "seal.key").read_text()))

    assert contact
    assert opener.open(contact, binding("comment", identifier)) == "Fatima.Straße@example.ma"
