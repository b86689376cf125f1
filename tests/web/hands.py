"""What moderators do in tests of other things."""

from flask.testing import FlaskClient


def publish(ada: FlaskClient, *identifiers: str) -> None:
    """Approve comments that were just screened."""
    items = [{"id": identifier, "version": 2} for identifier in identifiers]
    response = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": items})
    assert all(result["ok"] for result in response.get_json()["results"])
