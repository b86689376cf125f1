"""Somebody outside who is told of every step of a comment: a channel of the outbox that ends in a file."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment
from moderation.domain.message import Message
from moderation.services import relay
from moderation.store import comments, outbox
from workers import reconciler
from workers.loops import Loop

CHANNEL = "chaos"
PERIOD = 0.2  # seconds


def install(file: Path) -> None:
    """Put a message into the outbox with each transition, in its transaction; and send what stands there to the file."""
    transition: Callable[..., bool] = comments.transition

    @functools.wraps(transition)
    def tell(connection: sa.Connection, comment: Comment, line: AuditLine, findings: Any = None) -> bool:
        done = transition(connection, comment, line, findings)
        if done:
            name = f"{comment.id}-{line.version}"
            outbox.put(
                connection, [Message(comment.site, name, CHANNEL, "comment.moved", comment.id, line.at, line.at)]
            )
        return done

    def send(message: Message) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, message.id.encode() + b"\n")
        os.close(descriptor)

    setattr(comments, "transition", tell)  # noqa: B010 - mypy sees that it is nobody's to change
    setattr(relay, "ROUTES", {**relay.ROUTES, CHANNEL: send})  # noqa: B010 - likewise
    loop = Loop(functools.partial(reconciler.send, CHANNEL, send), PERIOD)
    setattr(reconciler, "LOOPS", {**reconciler.LOOPS, f"sending-{CHANNEL}": loop})  # noqa: B010 - likewise


def received(file: Path) -> set[str]:
    """What has arrived, each message once."""
    return set(file.read_text().split()) if file.exists() else set()
