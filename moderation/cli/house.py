"""What every command begins with: settings, logs, and the parts."""

import os

from moderation import bootstrap
from moderation.bootstrap import Context, Settings
from moderation.domain.audit import OPERATOR, AuditLine
from moderation.runtime import logs
from moderation.runtime.trouble import Trouble
from moderation.store import schema

NO_REDIS = "unix:///nonexistent"  # for commands that do not need it


def settings() -> Settings:
    """The settings, with logs set up as they say; from here on, files we make are for their owner alone."""
    os.umask(0o077)
    found = bootstrap.configure()
    logs.configure(found.log_level, found.log_format)
    return found


def parts(found: Settings, redis_url: str = NO_REDIS) -> Context:
    """All parts, over a database that has the right shape.

    Raises:
        Trouble: It has another.
    """
    context = bootstrap.build(found, redis_url)
    with context.database.read() as connection:
        revision = schema.revision(connection)
    if revision != schema.HEAD:
        if schema.knows(revision):
            raise Trouble("The database is not up to date: run `moderation db upgrade`.")
        raise schema.NewerDatabaseError(revision)
    return context


def line(context: Context, action: str, reason: str = "") -> AuditLine:
    """For the audit of a site: what the operator does now, to no comment alone."""
    return AuditLine("", context.clock(), OPERATOR, action, None, None, 0, reason)
