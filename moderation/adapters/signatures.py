"""Signed words: tokens that prove they were made here, and for what. Nothing about them is stored."""

from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer

from moderation.domain.comment import Token

FORM_LASTS = timedelta(hours=12)
POSTED_LASTS = timedelta(hours=1)


class Signatures:
    """Holds the secret key; each kind of token has a salt of its own."""

    def __init__(self, secret: bytes) -> None:
        """Take the key's 32 bytes."""
        self._form = Signer(secret, salt="form")
        self._author = Signer(secret, salt="author")
        self._posted = Signer(secret, salt="posted")
        self._csrf = Signer(secret, salt="csrf")

    def form(self, site: str, at: datetime) -> str:
        """A token that says for which site a form was made, and when."""
        return self._form.sign(f"{site}.{int(at.timestamp() * 1000)}").decode()

    def read_form(self, token: str, site: str, at: datetime) -> tuple[Token, float | None]:
        """What a form token says: its state, and the seconds since the form was made."""
        if not token:
            return Token.MISSING, None
        try:
            made_for, _, milliseconds = self._form.unsign(token.encode("utf-8", "replace")).decode().rpartition(".")
        except BadSignature:
            return Token.FORGED, None
        seconds = (at - datetime.fromtimestamp(int(milliseconds) / 1000, UTC)).total_seconds()
        if made_for != site or seconds < -1:  # clocks of two machines may differ a little
            return Token.FORGED, None
        return (Token.STALE if seconds > FORM_LASTS.total_seconds() else Token.FRESH), max(seconds, 0.0)

    def author(self, comment: str) -> str:
        """What proves that somebody wrote a comment; the same each time."""
        return self._author.get_signature(comment).decode()

    def is_author(self, token: str, comment: str) -> bool:
        """Whether this proves that somebody wrote a comment."""
        return self._author.verify_signature(comment.encode("utf-8", "replace"), token.encode("utf-8", "replace"))

    def posted(self, comment: str, at: datetime) -> str:
        """What says for an hour that somebody has just sent a comment."""
        seconds = int(at.timestamp())
        return f"{seconds}.{self._posted.get_signature(f'{comment}.{seconds}').decode()}"

    def has_posted(self, ticket: str, comment: str, at: datetime) -> bool:
        """Whether this says so, and the hour is not over."""
        seconds, _, signature = ticket.partition(".")
        said = f"{comment}.{seconds}".encode("utf-8", "replace")
        if not self._posted.verify_signature(said, signature.encode("utf-8", "replace")):
            return False
        return at.timestamp() - int(seconds) <= POSTED_LASTS.total_seconds()

    def csrf(self, session: str) -> str:
        """What a form of ours carries, bound to the session it was made in."""
        return self._csrf.get_signature(session).decode()

    def is_csrf(self, token: str, session: str) -> bool:
        """Whether a form was made in this session."""
        return self._csrf.verify_signature(session.encode(), token.encode("utf-8", "replace"))
