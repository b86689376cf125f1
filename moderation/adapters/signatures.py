"""Signed words: tokens that prove they were made here, and for what. Nothing about them is stored."""

import base64
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer

from moderation.domain.comment import Token
from moderation.domain.identity import ALPHABET

FORM_LASTS = timedelta(hours=12)
KEY_LENGTH = 12  # characters of an Akismet key: their own clients take no other
POSTED_LASTS = timedelta(hours=1)


class Signatures:
    """Holds the secret key; each kind of token has a salt of its own."""

    def __init__(self, secret: bytes) -> None:
        """Take the key's 32 bytes."""
        self._form = Signer(secret, salt="form")
        self._author = Signer(secret, salt="author")
        self._posted = Signer(secret, salt="posted")
        self._csrf = Signer(secret, salt="csrf")
        self._glimpse = Signer(secret, salt="glimpse")
        self._isso = Signer(secret, salt="isso")
        self._akismet = Signer(secret, salt="akismet")

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

    def glimpse(self, comment: str) -> str:
        """What lets somebody see that a comment has arrived, and nothing else; the same each time."""
        return self._glimpse.get_signature(comment).decode()

    def is_glimpse(self, token: str, comment: str) -> bool:
        """Whether this lets somebody see that a comment has arrived."""
        return self._glimpse.verify_signature(comment.encode("utf-8", "replace"), token.encode("utf-8", "replace"))

    def isso(self, comment: str, until: datetime) -> str:
        """What a cookie holds of who wrote a comment with Isso's client: good until then."""
        return self._isso.sign(f"{comment}.{int(until.timestamp())}").decode()

    def is_isso(self, token: str, comment: str, at: datetime) -> bool:
        """Whether a cookie proves that somebody wrote a comment, and is not too old."""
        try:
            made_for, _, until = self._isso.unsign(token.encode("utf-8", "replace")).decode().rpartition(".")
        except BadSignature:
            return False
        return made_for == comment and at.timestamp() <= int(until)

    def akismet(self, site: int, renewed: int) -> str:
        """The key of a site's Akismet clients: twelve small letters and digits, 60 bits; another one each time it is renewed."""
        derived = int.from_bytes(base64.urlsafe_b64decode(self._akismet.get_signature(f"{site}.{renewed}") + b"=="))
        return "".join(ALPHABET[(derived >> shift) & 31] for shift in range(0, 5 * KEY_LENGTH, 5))
