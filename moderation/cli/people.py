"""``moderator``: who may look and decide."""

import sys
from collections.abc import Sequence

import click

from moderation.adapters import addresses, passwords
from moderation.bootstrap import Context
from moderation.cli import house
from moderation.domain.moderator import Rights, Role
from moderation.services import people
from moderation.store import moderators

ROLES = [role.name.lower() for role in reversed(Role)]
REVEAL_HELP = "Whether a moderator may open addresses; admins always may, viewers never."
SITES_HELP = "A site they may see; may be given more than once. Without it: all."


@click.group()
def moderator() -> None:
    """Add, list, change and remove moderators."""


@moderator.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--site", "keys", multiple=True, help=SITES_HELP)
@click.option("--reveal/--no-reveal", "trusted", default=False, help=REVEAL_HELP)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(  # noqa: PLR0913 - what a person is
    email: str, name: str, role: str, keys: tuple[str, ...], *, trusted: bool, password_stdin: bool
) -> None:
    """Add a moderator. Without a password, on no terminal, one is made and printed once."""
    context = house.parts(house.settings())
    password, made = _password(from_stdin=password_stdin)
    rights = Rights(Role[role.upper()], _numbers(context, keys), trusted=trusted)
    add_person(context, email, name, rights, password)
    if made:
        click.echo(password)


@moderator.command("list")
def list_people() -> None:
    """List moderators: role, sites, name, and their address, masked."""
    context = house.parts(house.settings())
    keys = {site.id: site.key for site in context.directory.every()}
    with context.database.read() as connection:
        for person in moderators.list_all(connection):
            seen = "all" if person.sites is None else ",".join(keys.get(one, "-") for one in sorted(person.sites))
            click.echo(f"{person.role.name.lower()}\t{seen}\t{person.name}\t{person.email_masked}")


@moderator.command("set")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--site", "keys", multiple=True, help=SITES_HELP)
@click.option("--reveal/--no-reveal", "trusted", default=False, help=REVEAL_HELP)
def set_rights(email: str, role: str, keys: tuple[str, ...], *, trusted: bool) -> None:
    """Change what a moderator may do and see. They have to log in again."""
    context = house.parts(house.settings())
    mark, rights = fingerprint(context, email), Rights(Role[role.upper()], _numbers(context, keys), trusted=trusted)
    context.database.write(lambda c: people.set_rights(c, people.find(c, mark), rights))


@moderator.command()
@click.argument("email")
def remove(email: str) -> None:
    """End a moderator's login. What they decided stays."""
    context = house.parts(house.settings())
    mark = fingerprint(context, email)
    context.database.write(lambda c: people.remove(c, people.find(c, mark), context.clock()))


@moderator.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(email: str, *, password_stdin: bool) -> None:
    """Give a moderator a new password. They have to log in again."""
    context = house.parts(house.settings())
    word, made = _password(from_stdin=password_stdin)
    mark, stored = fingerprint(context, email), passwords.hashed(word)
    context.database.write(lambda c: people.set_password(c, people.find(c, mark), stored))
    if made:
        click.echo(word)


def add_person(context: Context, email: str, name: str, rights: Rights, word: str) -> None:
    """Remember a person with a login."""
    named, at = (name, rights), context.clock()
    person, login = people.newcomer(context.sealer, context.fingerprints, canonical(email), named, at)
    stored = passwords.hashed(word)
    context.database.write(lambda connection: people.add(connection, person, login, stored, at))


def fingerprint(context: Context, email: str) -> str:
    """What a login is found by."""
    return context.fingerprints.moderator(canonical(email))


def canonical(email: str) -> str:
    """The address in the form in which addresses are compared; what is none is a mistake in the command, and not repeated."""
    try:
        return addresses.canonical(email)
    except addresses.AddressError:
        raise click.BadParameter("this is no e-mail address", param_hint="EMAIL") from None


def _numbers(context: Context, keys: Sequence[str]) -> frozenset[int] | None:
    return frozenset(context.directory.by_key(key).id for key in keys) if keys else None


def _password(*, from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was made here."""
    if from_stdin:
        word = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        word = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        return passwords.make(), True
    if not passwords.SHORTEST <= len(word) <= passwords.LONGEST:
        raise ValueError(f"A password has {passwords.SHORTEST} to {passwords.LONGEST} characters.")
    return word, False
