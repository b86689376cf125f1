"""Somebody outside who is told of every step of a comment: a channel of the outbox that ends in a file."""

import functools
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa

from moderation.domain.message import Message
from moderation.services import relay
from moderation.store import outbox, transitions
from moderation.store.transitions import Transition
from workers import reconciler
from workers.loops import Loop

CHANNEL = "chaos"
PERIOD = 0.2  # seconds


def install(file: Path) -> None:
    """Put a message into the outbox with each transition, in its transaction; and send what stands there to the file."""
    make, make_many = transitions.make, transitions.make_many

    def tell(connection: sa.Connection, made: Iterable[Transition]) -> None:
        names = ((comment, line, f"{comment.id}-{line.version}") for comment, line, _ in made)
        outbox.put(
            connection,
            [Message(one.site, name, CHANNEL, "comment.moved", one.id, line.at, line.at) for one, line, name in names],
        )

    @functools.wraps(make)
    def make_and_tell(connection: sa.Connection, wanted: Transition) -> bool:
        done = make(connection, wanted)
        tell(connection, [wanted] if done else [])
        return done

    @functools.wraps(make_many)
    def make_many_and_tell(connection: sa.Connection, wanted: Sequence[Transition]) -> list[Transition]:
        made = make_many(connection, wanted)
        tell(connection, made)
        return made

    def send(message: Message) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, message.id.encode() + b"\n")
        os.close(descriptor)

    setattr(transitions, "make", make_and_tell)  # noqa: B010 - mypy sees that it is nobody's to change
    setattr(transitions, "make_many", make_many_and_tell)  # noqa: B010 - likewise
    setattr(relay, "ROUTES", {**relay.ROUTES, CHANNEL: send})  # noqa: B010 - likewise
    loop = Loop(functools.partial(reconciler.send, CHANNEL, send), PERIOD)
    setattr(reconciler, "LOOPS", {**reconciler.LOOPS, f"sending-{CHANNEL}": loop})  # noqa: B010 - likewise


def received(file: Path) -> set[str]:
    """What has arrived, each message once."""
    return set(file.read_text().split()) if file.exists() else set()
