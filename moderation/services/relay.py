"""The relay: what stands in the outbox leaves, each channel by itself, at least once, and not before it is due.

Whoever dies between sending and saying so leaves a lease that runs out; then it is sent again, under the same id.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from moderation.domain.message import Message, RefusedError, SendingError
from moderation.services import feedback
from moderation.services.consult import Panel
from moderation.store import outbox
from moderation.store.engine import Connection, Database

Sender = Callable[[Message], object]  # raises SendingError or RefusedError; gives up within half of outbox.LEASE

ROUTES: Mapping[str, Callable[[Panel], Sender]] = {  # channel -> what makes its sender: what leaves, and how
    feedback.CHANNEL: feedback.sender,
}

SHORTEST = timedelta(seconds=5)  # before the second attempt: doubled each time
LONGEST = timedelta(hours=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Relay:
    """What delivering needs.

    Attributes:
        chance: A number from 0 to 1, another one each time, so that what failed together does not come back together.
    """

    database: Database
    clock: Callable[[], datetime]
    chance: Callable[[], float]


def deliver(relay: Relay, channel: str, sender: Sender, enough: Callable[[], bool] = lambda: False) -> int:
    """Send what is due by one channel, or until it is enough; how many arrived. Safe to run again, and by many at once."""
    arrived = 0
    while not enough():
        token = secrets.token_urlsafe(12)
        message = relay.database.write(lambda connection, token=token: _claim(connection, relay, channel, token))  # type: ignore[misc]
        if message is None:
            break
        arrived += _attempt(relay, sender, message, token)
    return arrived


def back_off(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts: doubled each time up to ``LONGEST``, and half of it is left to chance."""
    whole: timedelta = min(SHORTEST * 2 ** (min(attempts, 30) - 1), LONGEST)
    return whole * (0.5 + chance / 2)


def _claim(connection: Connection, relay: Relay, channel: str, token: str) -> Message | None:
    return outbox.claim(connection, channel, token, relay.database.now(connection, otherwise=relay.clock()))


def _attempt(relay: Relay, sender: Sender, message: Message, token: str) -> bool:
    """Send one message and write down how it went; whether it arrived."""
    error = _send(sender, message)
    if error is None:
        relay.database.write(lambda connection: outbox.delivered(connection, message, token))
        return True
    relay.database.write(lambda connection: _note(connection, relay, message, (token, error)))
    return False


def _send(sender: Sender, message: Message) -> SendingError | None:
    if message.attempts > outbox.SEND_AT_MOST:  # nobody has survived the last of them
        return RefusedError("gave_up")
    try:
        sender(message)
    except SendingError as error:
        return error
    except Exception as mistake:  # noqa: BLE001 - a sender's own mistake: it stops neither the channel nor the process
        return SendingError(type(mistake).__name__)
    return None


def _note(connection: Connection, relay: Relay, message: Message, failure: tuple[str, SendingError]) -> None:
    token, error = failure
    at = relay.database.now(connection, otherwise=relay.clock())
    if error.permanent or message.attempts >= outbox.SEND_AT_MOST:
        log.error("message_dead", channel=message.channel, id=message.id, error=error.code)
        outbox.give_up(connection, message, token, error.code, at)
        return
    log.warning("message_postponed", channel=message.channel, id=message.id, error=error.code)
    outbox.postpone(connection, message, token, error.code, at + back_off(message.attempts, relay.chance()))
