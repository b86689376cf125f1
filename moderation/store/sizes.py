"""What planners know of the sizes of tables: SQLite is told those of a large store, PostgreSQL is asked to measure what is new.

Left to itself, SQLite's planner takes it that a site has ten comments, and would rather read all of them than look for
fifty by their keys; and what ``ANALYZE`` finds depends on the day it ran. With these figures every store, small or
large, is asked in the same way, and the tests know how (https://sqlite.org/fileformat2.html#stat1tab).
"""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

ROWS = {
    **dict.fromkeys(("comments", "contacts", "verdicts"), 1_000_000),
    "audit": 2_000_000,
    "imported": 500_000,
    "sketches": 300_000,
    "decisions": 200_000,
    **dict.fromkeys(("receipts", "lessons"), 100_000),
    **dict.fromkeys(("threads", "looks"), 20_000),
    **dict.fromkeys(("reports", "outbox"), 10_000),
    **dict.fromkeys(("notes", "reveals", "appeals", "referrals", "erasures"), 2_000),
}
FEW = {  # rows of indexes that do not have all
    "ix_audit_loose": 1_000,
    "ix_lessons_fresh": 1_000,
    "ix_comments_reported": 1_000,
    "ix_outbox_due": 1_000,
    **dict.fromkeys(("ix_comments_leased", "ix_comments_pinned"), 200),
    **dict.fromkeys(("ix_appeals_open", "ix_looks_open", "ix_outbox_dead"), 100),
}
SHARED = {"site": 2, "status": 5, "channel": 2, "source": 2, "kind": 2}  # one of so many rows has the same
ALIKE = {  # so many rows have the same; of other columns, one
    "thread": 50,
    "band": 20,
    "fingerprint": 5,
    "network": 5,
    "comment": 3,
    "text_digest": 2,
    **dict.fromkeys(("moderator", "batch"), 100),
}

SOME = 200  # rows: so many are worth a look


def tell(connection: sa.Connection) -> None:
    """Write the figures where the planner looks for them; it is SQLite's. Safe to run again."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table, rows in ROWS.items():
        for index, is_unique in connection.execute(_INDEXES, {"table": table}):
            columns = connection.execute(_COLUMNS, {"index": index}).scalars().all()
            held = FEW.get(index, rows)
            *parts, whole = _agreeing(held, columns)
            figures = held, *parts, 1 if is_unique else whole
            row = {"table": table, "index": index, "figures": " ".join(map(str, figures))}
            connection.execute(_TELL, row)
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads it


def measure(connection: sa.Connection) -> tuple[str, ...]:
    """Have PostgreSQL measure the tables that have rows and that it has never looked at; which. Safe to run again.

    It does so itself a minute later. Until then it takes it that few rows are of one site, and reads them all for a few.
    """
    unknown = tuple(connection.execute(_UNKNOWN, {"some": SOME}).scalars())
    for table in unknown:
        connection.exec_driver_sql(f'ANALYZE "{table}"')
    return unknown


def _agreeing(rows: int, columns: Iterable[str]) -> Iterator[int]:
    """How many rows agree in the first column, in the first two, and so on."""
    for column in columns:
        shared = SHARED.get(column)
        rows = max(rows // shared, 1) if shared else min(rows, ALIKE.get(column, 1))
        yield rows


_INDEXES = sa.text('SELECT name, "unique" FROM pragma_index_list(:table)')
_COLUMNS = sa.text("SELECT name FROM pragma_index_info(:index) ORDER BY seqno")
_TELL = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :figures)")
_UNKNOWN = sa.text(
    "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND n_live_tup > :some"
    " AND coalesce(last_analyze, last_autoanalyze) IS NULL ORDER BY relname"
)
