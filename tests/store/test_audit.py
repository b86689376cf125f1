"""Lines of the audit come in the order they were written, also those of one moment."""

from functools import partial

from moderation.bootstrap import Context
from moderation.domain.audit import AuditLine
from moderation.domain.comment import Status
from moderation.services import ledger
from moderation.store import audit
from tests.conftest import Clock

MANY = [f"{number:03}" for number in range(100)]


def test_lines_of_one_moment_come_as_they_were_written(ctx: Context, clock: Clock) -> None:
    at, standing = clock(), Status.APPROVED

    for reason in MANY:
        line = AuditLine("1-x", at, "ada", "pin", standing, standing, 3, reason)
        ctx.database.write(partial(audit.append, site=1, line=line))

    with ctx.database.read() as connection:
        assert [line.reason for line in audit.list_of(connection, 1, "1-x")] == MANY


def test_their_places_in_the_chain_are_in_that_order_too(ctx: Context, clock: Clock) -> None:
    at = clock()
    lines = [AuditLine("", at, "ada", "site", None, None, 0, reason) for reason in MANY]
    ctx.database.write(lambda connection: [audit.append(connection, 1, line) for line in lines])

    ledger.link_new(ctx.database, ctx.fingerprints.chain, at)

    with ctx.database.read() as connection:
        assert [line.reason for line in audit.list_of(connection, 1, "")] == MANY
    assert not list(ledger.verify(ctx.database, ctx.fingerprints.chain, at))
