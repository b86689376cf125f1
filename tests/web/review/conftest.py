"""The hands of people with different rights."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.moderator import Rights, Role
from moderation.services import people
from tests.prepared import add_person


@pytest.fixture
def hands(app: Flask, ctx: Context) -> Callable[..., FlaskClient]:
    """A client with the token of somebody: ``hands("viewer", sites=[1])``."""

    def make(role: str, sites: list[int] | None = None, *, trusted: bool = False) -> FlaskClient:
        email = f"{role}@news.example"
        rights = Rights(Role[role.upper()], frozenset(sites) if sites else None, trusted=trusted)
        add_person(ctx, email, role, rights, "a password of some length")
        mark = ctx.fingerprints.moderator(email)
        token = ctx.database.write(lambda connection: people.create_token(connection, mark, ctx.clock()))
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return make
