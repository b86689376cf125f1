"""Many decisions at once: one comment with its verdict and decision, copied with other scores and other words."""

from typing import Any

import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.store.engine import Connection
from moderation.store.tables import comments, decisions, verdicts

Decided = tuple[float, str, str]  # a score, and what a person said: status and reason


def copy(ctx: Context, identifier: str, wanted: list[Decided]) -> None:
    """Write so many copies of a comment that was decided once."""

    def row(connection: Connection, table: sa.Table, key: str) -> dict[str, Any]:
        return dict(connection.execute(sa.select(table).where(table.c[key] == identifier)).mappings().one())

    def work(connection: Connection) -> None:
        comment, verdict = row(connection, comments, "id"), row(connection, verdicts, "comment")
        decision = row(connection, decisions, "comment")
        for number, (score, after, reason) in enumerate(wanted):
            name = f"1-{number:026d}"
            connection.execute(sa.insert(comments), {**comment, "id": name})
            connection.execute(sa.insert(verdicts), {**verdict, "comment": name, "score": score})
            said = {"comment": name, "id": name, "after": after, "reason": reason}
            connection.execute(sa.insert(decisions), {**decision, **said})

    ctx.database.write(work)
