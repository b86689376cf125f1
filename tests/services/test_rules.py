"""Changing a site's rules: as a whole or one by one, never unseen, always with a line in the audit."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import AuditLine
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.errors import ChangedError, InvalidError
from moderation.domain.listed import Listed
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.services import ledger, rules
from moderation.store import audit, rulebooks
from moderation.store.engine import Connection
from moderation.store.tables import sites
from tests.conftest import Clock
from tests.submissions import EMAIL

Post = Callable[..., TestResponse]
Do = Callable[[Callable[[Connection], object]], object]


@pytest.fixture
def line(clock: Clock) -> AuditLine:
    """What Ada does."""
    return AuditLine("", clock(), "ada", "rules", None, None, 0)


def present(ctx: Context, site: Site) -> Rulebook:
    """The rules as they are."""
    with ctx.database.read() as connection:
        return rulebooks.find(connection, site.id)


def lines(ctx: Context, site: Site) -> list[tuple[str, str, str]]:
    """The audit of what was done to no comment alone."""
    with ctx.database.read() as connection:
        return [(line.who, line.action, line.reason) for line in audit.list_of(connection, site.id, "")]


def test_rules_are_replaced_and_the_audit_says_what_is_different(ctx: Context, site: Site, line: AuditLine) -> None:
    book = Rulebook(trust_after=3, words=(Listed("mot"),))

    for _ in range(2):  # the second time there is nothing to do
        ctx.database.write(lambda connection: rules.substitute(connection, site, book, lambda _mark: True, line))

    assert present(ctx, site) == book
    assert lines(ctx, site) == [("ada", "rules", "trust_after words")]
    ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())
    assert list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock())) == []


def test_what_somebody_else_has_changed_is_not_overwritten_unseen(ctx: Context, site: Site, line: AuditLine) -> None:
    seen = present(ctx, site).mark
    first, second = Rulebook(links=5), Rulebook(links=7)
    ctx.database.write(lambda connection: rules.substitute(connection, site, first, seen.__eq__, line))

    with pytest.raises(ChangedError):
        ctx.database.write(lambda connection: rules.substitute(connection, site, second, seen.__eq__, line))

    assert present(ctx, site) == first


def test_an_author_can_be_named_by_a_comment(ctx: Context, site: Site, post: Post) -> None:
    identifier = post().get_json()["id"]
    entry = Block(Kind.FINGERPRINT, identifier, Effect.BLOCK)

    with ctx.database.read() as connection:
        (resolved,) = rules.resolve(connection, site, [entry])

    assert resolved.value == ctx.fingerprints.author(site.id, EMAIL)


def test_a_comment_of_nobody_or_of_elsewhere_names_no_author(
    ctx: Context, add_site: Callable[..., Site], site: Site, post: Post
) -> None:
    lenient, elsewhere = add_site("lenient", required=[]), post().get_json()["id"]
    known = Block(Kind.FINGERPRINT, "A" * 22, Effect.BLOCK)
    wrong = [Block(Kind.FINGERPRINT, value, Effect.BLOCK) for value in (elsewhere, "9-01m85s3ttnwnrz7vcfqns6cn99")]

    with ctx.database.read() as connection, pytest.raises(InvalidError) as refused:
        rules.resolve(connection, lenient, [known, *wrong])

    assert [error.field for error in refused.value.errors] == ["blocks.1.value", "blocks.2.value"]


def test_choices_and_words_are_changed_together(ctx: Context, site: Site, line: AuditLine) -> None:
    noted = Rulebook(words=(Listed("old", "why"), Listed("gone")))
    ctx.database.write(lambda connection: rules.substitute(connection, site, noted, lambda _mark: True, line))

    chosen = {"words": ["old", "new"], "links": 4, "language": "fr"}
    ctx.database.write(lambda connection: rules.choose(connection, site, chosen, line))

    assert present(ctx, site) == Rulebook(links=4, words=(Listed("new"), Listed("old", "why")))
    assert ctx.directory.every(age=-1)[0].language == "fr"


def test_words_of_an_older_release_move_when_the_list_is_written(
    ctx: Context, add_site: Callable[..., Site], line: AuditLine
) -> None:
    site = add_site("other", words=["old"])
    ctx.database.write(lambda connection: rules.choose(connection, site, {"links": 4}, line))

    with ctx.database.read() as connection:
        kept = connection.execute(sa.select(sites.c.choices).where(sites.c.id == site.id)).scalar_one()
    assert "words" not in kept
    assert present(ctx, site).words == (Listed("old"),)


def test_one_is_blocked_trusted_and_neither(ctx: Context, site: Site, line: AuditLine) -> None:
    entry = Block(Kind.DOMAIN, "mail.example", Effect.BLOCK)
    ctx.database.write(lambda connection: rules.put(connection, site, entry, line))
    assert present(ctx, site).blocks == (entry,)

    removed = [ctx.database.write(lambda connection: rules.remove(connection, site, entry, line)) for _ in range(2)]

    assert removed == [True, False]
    assert present(ctx, site).blocks == ()
    assert len(lines(ctx, site)) == 2


def test_each_change_makes_another_version_and_what_changes_nothing_does_not(ctx: Context, site: Site) -> None:
    line = AuditLine("", ctx.clock(), "operator", "rules", None, None, 0)
    entry = Block(Kind.DOMAIN, "mail.example", Effect.BLOCK)

    def after(change: Callable[[Connection], object]) -> int:
        ctx.database.write(change)
        return ctx.directory.every(age=-1)[0].rules_version

    assert site.rules_version == 1
    assert after(lambda c: rules.list_word(c, site, Listed("mot"), line)) == 2
    assert after(lambda c: rules.list_word(c, site, Listed("mot"), line)) == 2
    assert after(lambda c: rules.choose(c, site, {"links": 7}, line)) == 3
    assert after(lambda c: rules.put(c, site, entry, line)) == 4
    assert after(lambda c: rules.remove(c, site, entry, line)) == 5
    assert after(lambda c: rules.remove(c, site, entry, line)) == 5
