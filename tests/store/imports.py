"""What an import leaves behind, for tests of those who read it."""

import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store.tables import imported


def note(ctx: Context, site: Site, name: tuple[str, str, str], subject: str) -> None:
    """That something was imported: ``name`` is source, kind, and what it was called there."""
    row = dict(zip(("source", "kind", "name"), name, strict=True))
    statement = sa.insert(imported).values(site=site.id, subject=subject, at=ctx.clock(), **row)
    ctx.database.write(lambda connection: connection.execute(statement))
