"""Comments by their numbers: those they were imported with, and those that are derived."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.identity import number_of
from moderation.domain.site import Site
from moderation.store import numbers
from tests.store.imports import note

Post = Callable[..., TestResponse]


def test_a_comment_is_found_by_its_number_on_its_own_site(
    ctx: Context, site: Site, post: Post, add_site: Callable[..., Site]
) -> None:
    one, two = (post(body=body).get_json()["id"] for body in ("واحد", "اثنان"))
    other = add_site("other")

    with ctx.database.read() as connection:
        assert numbers.find(connection, site.id, "isso", str(number_of(one))) == one
        assert numbers.find(connection, site.id, "wordpress", str(number_of(two))) == two
        assert numbers.find(connection, other.id, "isso", str(number_of(one))) is None
        assert numbers.of(connection, site.id, "isso", [one, two]) == {one: number_of(one), two: number_of(two)}


def test_what_was_imported_keeps_its_number(ctx: Context, site: Site, post: Post) -> None:
    one = post().get_json()["id"]
    note(ctx, site, ("isso", "comment", "7"), one)

    with ctx.database.read() as connection:
        assert numbers.find(connection, site.id, "isso", "7") == one
        assert numbers.find(connection, site.id, "wordpress", "7") is None
        assert numbers.of(connection, site.id, "isso", [one]) == {one: 7}
        assert numbers.of(connection, site.id, "wordpress", [one]) == {one: number_of(one)}


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 18, "9" * 19, "٣", "1e3", "\0"])
def test_what_is_no_number_finds_nothing(ctx: Context, site: Site, number: str) -> None:
    with ctx.database.read() as connection:
        assert numbers.find(connection, site.id, "isso", number) is None
        assert numbers.page(connection, site.id, "isso", number) is None
