"""What moderators do in tests of other things."""

from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import lessons
from moderation.store.lessons import Taught


def publish(ada: FlaskClient, *identifiers: str) -> None:
    """Approve comments that were just screened."""
    items = [{"id": identifier, "version": 2} for identifier in identifiers]
    response = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": items})
    assert all(result["ok"] for result in response.get_json()["results"])


def lessons_of(ctx: Context, site: Site) -> tuple[Taught, ...]:
    """All that a site was taught."""
    with ctx.database.read() as connection:
        return lessons.list_newest(connection, site.id)
