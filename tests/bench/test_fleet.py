"""A PostgreSQL in pieces: the service knows nothing of it, and each question looks into one of them."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.fleet import PARTITIONS, partition
from moderation.bootstrap import Context
from moderation.store.tables import comments, metadata
from tests.submissions import THREAD
from tests.web.hands import publish

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def ctx(make_context: Callable[..., Context]) -> Context:
    """The parts of a service whose tables are in pieces."""
    context = make_context()
    context.database.reshape(partition)
    return context


def test_a_comment_goes_its_way(
    post: Callable[..., TestResponse], client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post().get_json()["id"]
    again = post()
    night_shift()
    publish(ada, identifier)

    shown = client.get("/v1/sites/news/comments", query_string={"thread": THREAD}).get_json()
    assert again.status_code == 409
    assert [comment["id"] for comment in shown["comments"]] == [identifier]


def test_every_table_of_a_site_is_in_pieces(ctx: Context) -> None:
    counted = sa.text(
        "SELECT inhparent::regclass::text, count(*) FROM pg_inherits JOIN pg_class ON inhrelid = pg_class.oid "
        "WHERE relkind = 'r' GROUP BY 1"
    )
    with ctx.database.read() as connection:
        pieces = {row[0]: row[1] for row in connection.execute(counted)}

    ours = {name for name, table in metadata.tables.items() if [one.name for one in table.primary_key][:1] == ["site"]}
    assert pieces == dict.fromkeys(ours, PARTITIONS)


def test_a_question_looks_into_one_piece(ctx: Context) -> None:
    asked = sa.select(comments.c.id).where(comments.c.site == 1, comments.c.thread == 7).limit(50)
    with ctx.database.read() as connection:
        statement = asked.compile(connection, compile_kwargs={"literal_binds": True})
        plan = " ".join(connection.execute(sa.text(f"EXPLAIN {statement}")).scalars())

    assert sum(f" comments_{number} " in f"{plan} " for number in range(PARTITIONS)) == 1
