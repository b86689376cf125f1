"""``outbox``: what has not left yet, and what was given up."""

import click

from moderation.cli import house
from moderation.store import outbox as messages

SHOWN = 1000


@click.group()
def outbox() -> None:
    """Look at messages that have not arrived, and send dead ones again."""


@outbox.command("list")
@click.option("--dead", is_flag=True, help="Only those that were given up.")
def list_messages(*, dead: bool) -> None:
    """List messages: id, channel, event, what it is about, attempts, last error, and when it is due or was given up."""
    with house.parts(house.settings()).database.read() as connection:
        found = messages.list_dead(connection, SHOWN)
        if not dead:
            found = (*messages.list_waiting(connection, SHOWN), *found)
    for one in found:
        when = f"dead {one.dead_at:%Y-%m-%dT%H:%M:%SZ}" if one.dead_at else f"due {one.due_at:%Y-%m-%dT%H:%M:%SZ}"
        columns = (one.id, one.channel, one.event, one.subject, str(one.attempts), one.last_error or "-", when)
        click.echo("\t".join(columns))


@outbox.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
def retry(identifier: str | None, *, everything: bool) -> None:
    """Send a message that was given up once more, or all of them; ID is from `outbox list --dead`. Safe to run again."""
    if everything == bool(identifier):
        raise click.UsageError("Say which: an ID, or --all.")
    context = house.parts(house.settings())
    revived = context.database.write(lambda connection: messages.revive(connection, context.clock(), identifier))
    if identifier and not revived:
        raise ValueError(f"There is no dead message {identifier}.")
    click.echo(f"Sent again soon: {revived}.")
