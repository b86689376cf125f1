"""``token``: what programs log in with."""

import click

from moderation.cli import house
from moderation.cli.people import fingerprint
from moderation.services import people
from moderation.store import access


@click.group()
def token() -> None:
    """Make, list and revoke API tokens."""


@token.command()
@click.argument("email")
def create(email: str) -> None:
    """Print a new API token of a moderator, alone on its line. It is not shown again."""
    context = house.parts(house.settings())
    mark = fingerprint(context, email)
    click.echo(context.database.write(lambda c: people.create_token(c, mark, context.clock())))


@token.command("list")
def list_tokens() -> None:
    """List tokens: id, whose, and since when."""
    with house.parts(house.settings()).database.read() as connection:
        for identifier, name, made in access.list_tokens(connection):
            click.echo(f"{identifier}\t{name}\t{made:%Y-%m-%d}")


@token.command()
@click.argument("identifier", metavar="ID")
def revoke(identifier: str) -> None:
    """End a token; ID is from `token list`."""
    context = house.parts(house.settings())
    if not context.database.write(lambda c: access.revoke_token(c, identifier, context.clock())):
        raise ValueError(f"There is no token {identifier} that works.")
