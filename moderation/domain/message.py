"""Messages: what is to be told to somebody outside, and how telling them can fail."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to be told by one channel. It says what has happened to what; a sender looks up the rest.

    Attributes:
        id: The same each time it is sent: a receiver knows a copy by (site, id).
        channel: How it leaves; one slow channel holds up no other.
        event: What has happened, such as ``comment.decided``.
        subject: Identifier of what it has happened to.
        attempts: How often somebody has begun to send it, this time included.
        last_error: Code of why it has not left yet; empty if it was not tried.
    """

    site: int
    id: str
    channel: str
    event: str
    subject: str
    created_at: datetime
    due_at: datetime
    attempts: int = 0
    last_error: str = ""
    dead_at: datetime | None = None


class SendingError(Exception):
    """It did not arrive, as far as we know; trying again may help. ``code`` is a word of ours, such as ``timeout``."""

    permanent = False

    def __init__(self, code: str) -> None:
        """Remember why; never what the other side has said."""
        super().__init__(code)
        self.code = code


class RefusedError(SendingError):
    """It will never arrive: there is no such receiver, or it does not want this."""

    permanent = True
