"""The tables. What belongs to a site has the site's number in every primary and unique key: they can be partitioned by it.

No foreign key crosses from a site's tables to a moderator: people may go, the record stays.
"""

from moderation.store.tables.audit import audit, checkpoints, erasures, reveals
from moderation.store.tables.base import metadata
from moderation.store.tables.comments import comments, contacts, is_reported, receipts
from moderation.store.tables.desk import claims, looks, notes, referrals, searches
from moderation.store.tables.exchange import calls, imported
from moderation.store.tables.judgements import decisions, verdicts
from moderation.store.tables.learning import is_fresh, lessons, models, sketches
from moderation.store.tables.outbox import heartbeats, outbox
from moderation.store.tables.people import moderators, sessions, tokens
from moderation.store.tables.readers import appeals, reports
from moderation.store.tables.rules import blocks, words
from moderation.store.tables.sites import sites, threads

__all__ = [
    "appeals",
    "audit",
    "blocks",
    "calls",
    "checkpoints",
    "claims",
    "comments",
    "contacts",
    "decisions",
    "erasures",
    "heartbeats",
    "imported",
    "is_fresh",
    "is_reported",
    "lessons",
    "looks",
    "metadata",
    "models",
    "moderators",
    "notes",
    "outbox",
    "receipts",
    "referrals",
    "reports",
    "reveals",
    "searches",
    "sessions",
    "sites",
    "sketches",
    "threads",
    "tokens",
    "verdicts",
    "words",
]
