"""``doctor``: looks at every part the service depends on, and says what to do."""

import sqlite3
import sys
from collections.abc import Iterator

import click

from moderation import bootstrap
from moderation.bootstrap import Context, Settings
from moderation.cli import house
from moderation.domain.errors import UnavailableError
from moderation.runtime import redis_child
from moderation.runtime.redis_check import check_external
from moderation.runtime.trouble import Trouble
from moderation.services import health
from moderation.store import schema
from moderation.store.sqlite import journal_mode

Finding = tuple[bool, str]


@click.command()
def doctor() -> None:
    """Check every part and say what to do. Exit code 1 if something needs doing."""
    found = house.settings()
    findings = [*_keys(found), *_database(found), *_redis(found)]
    for well, sentence in findings:
        click.echo(f"{'ok ' if well else '!! '} {sentence}")
    sys.exit(0 if all(well for well, _ in findings) else 1)


def _keys(found: Settings) -> Iterator[Finding]:
    try:
        bootstrap.build(found, house.NO_REDIS)
    except bootstrap.ConfigurationError as error:
        yield False, str(error)
        return
    yield True, "Keys: all that the service needs are there."
    if found.seal_private_key is None:
        yield True, "Keys: no private key here; addresses cannot be opened from this machine."


def _database(found: Settings) -> Iterator[Finding]:
    try:
        context = bootstrap.build(found, house.NO_REDIS)
    except bootstrap.ConfigurationError:
        return
    kind = context.database.url.get_backend_name()
    try:
        with context.database.read() as connection:
            revision = schema.revision(connection)
    except UnavailableError:
        yield False, f"Database ({kind}): cannot be reached; check MODERATION_DATABASE_URL, and that it runs."
        return
    if revision != schema.HEAD:
        yield False, f"Database ({kind}): not up to date; run `moderation db upgrade`."
        return
    yield True, f"Database ({kind}): reachable and up to date."
    yield from _age(context)
    if context.database.is_sqlite:
        mode = journal_mode(sqlite3.sqlite_version_info)
        why = "" if mode == "WAL" else ", because this version is not safe in WAL mode"
        yield True, f"SQLite {sqlite3.sqlite_version}: {mode} journal{why}; every commit is synced."


def _age(context: Context) -> Iterator[Finding]:
    found = health.examine(context.database, lambda: None, context.clock())
    waiting = f"the oldest unjudged comment is {found.oldest:.0f} seconds old"
    if found.ready:
        yield True, f"Screening: {waiting}."
    else:
        yield False, f"Screening: {waiting}; is `moderation worker` running?"


def _redis(found: Settings) -> Iterator[Finding]:
    url = found.redis_url.get_secret_value()
    if not url:
        try:
            server = redis_child.plan(found.data_dir).server
        except Trouble:
            yield True, "Redis: the one that `moderation up` started is running."
        else:
            yield True, f"Redis: `moderation up` will start {server.kind} {server.version}."
        return
    try:
        warnings = check_external(url)
    except Trouble as trouble:
        yield False, str(trouble)
        return
    yield True, "Redis: reachable."
    yield from ((False, warning) for warning in warnings)
