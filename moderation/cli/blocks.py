"""``site block``, ``trust``, ``unblock`` and ``blocks``: who is spam at once, and who need not wait to be known."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from moderation.bootstrap import Context
from moderation.cli import house
from moderation.domain import block as domain
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.errors import InvalidError
from moderation.domain.site import Site
from moderation.runtime.trouble import Trouble
from moderation.services import rules, whom
from moderation.store import rulebooks

KINDS = {"author": Kind.FINGERPRINT, "domain": Kind.DOMAIN, "network": Kind.NETWORK}
NAMES = {kind: name for name, kind in KINDS.items()}
WHOM = """

    \b
    KIND       VALUE
    author     their e-mail address (`-`: from standard input), a comment of theirs by its id, or their fingerprint;
               the address is not kept
    domain     of e-mail addresses, such as mail.example; its subdomains are meant too
    network    a prefix such as 198.51.100.0/24 (IPv4 /8 to /24, IPv6 /16 to /48)
"""

# One fingerprint of 64 begins with a dash, as an address may: it is a value, and no option, not even `-h`.
DASHED = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


def _said(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments that name somebody, and their part of the help."""
    command.__doc__ = (command.__doc__ or "") + WHOM
    for argument in (
        click.argument("value"),
        click.argument("kind", type=click.Choice(list(KINDS))),
        click.argument("key", metavar="SITE"),
    ):
        command = argument(command)
    return command


REASON = click.option("--reason", default="", help="For colleagues; at most 200 letters.")
UNTIL = click.option(
    "--until", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="UTC; afterwards it counts no more.  [default: for ever]"
)  # fmt: skip


@click.command(context_settings=DASHED)
@_said
@REASON
@UNTIL
def block(key: str, kind: str, value: str, reason: str, until: datetime | None) -> None:
    """Whatever they write becomes spam; they are not told."""
    _put(key, (kind, value), Effect.BLOCK, reason, until)


@click.command(context_settings=DASHED)
@_said
@REASON
@UNTIL
def trust(key: str, kind: str, value: str, reason: str, until: datetime | None) -> None:
    """Their first comments need not wait for a person, unless something else asks for one."""
    _put(key, (kind, value), Effect.TRUST, reason, until)


@click.command(context_settings=DASHED)
@_said
def unblock(key: str, kind: str, value: str) -> None:
    """Neither block nor trust them any more."""
    context = house.parts(house.settings())
    site, line = context.directory.by_key(key), house.line(context, "unblock", KINDS[kind])
    entry = Block(KINDS[kind], _value(context, site, kind, value), Effect.BLOCK)
    if not _write(context, lambda connection: rules.remove(connection, site, entry, line)):
        raise Trouble("Nobody is blocked or trusted by this: see `moderation site blocks`.")


@click.command("blocks")
@click.argument("key", metavar="SITE")
def list_blocks(key: str) -> None:
    """List who is blocked and who is trusted: effect, kind, value, until when, and why."""
    context = house.parts(house.settings())
    site = context.directory.by_key(key)
    with context.database.read() as connection:
        for entry in rulebooks.find(connection, site.id).blocks:
            until = f"{entry.expires_at:%Y-%m-%dT%H:%MZ}" if entry.expires_at else "-"
            click.echo("\t".join([entry.effect, NAMES[entry.kind], entry.value, until, entry.reason or "-"]))


def _put(key: str, whom: tuple[str, str], effect: Effect, reason: str, until: datetime | None) -> None:
    context = house.parts(house.settings())
    site, kind = context.directory.by_key(key), KINDS[whom[0]]
    ends = until.replace(tzinfo=UTC) if until else None
    if ends and ends <= context.clock():
        raise click.BadParameter("this is over", param_hint="--until")
    entry = Block(kind, _value(context, site, *whom), effect, _reason(reason), ends)
    line = house.line(context, effect, kind)
    _write(context, lambda connection: rules.put(connection, site, entry, line))


def _write(context: Context, work: Callable[[Any], Any]) -> Any:
    try:
        return context.database.write(work)
    except InvalidError:
        raise Trouble(
            "There is no such comment on this site, or its author gave no address: block their network, or list their words."
        ) from None


def _value(context: Context, site: Site, kind: str, value: str) -> str:
    """As it is stored; what is not of its kind is a mistake in the command, and not repeated: it may be an address."""
    given = sys.stdin.readline().strip() if value == "-" else value
    try:
        return whom.read(context.fingerprints, site.id, KINDS[kind], given)
    except ValueError:
        raise click.BadParameter(f"this is no {kind}", param_hint="VALUE") from None


def _reason(typed: str) -> str:
    if len(typed) > domain.REASON or not typed.isprintable():
        raise click.BadParameter(f"one line of at most {domain.REASON} letters", param_hint="--reason")
    return typed
