"""Moderators: who they are, how they prove it, and what they hold while they work. The edge knows the address, we do not."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from moderation.adapters import addresses, passwords
from moderation.adapters.fingerprints import Fingerprints
from moderation.adapters.sealer import Sealer, binding
from moderation.domain.comment import Contact
from moderation.domain.errors import NotFoundError
from moderation.domain.identity import NOISE, identify
from moderation.domain.moderator import Moderator, Rights
from moderation.store import access, moderators, searches
from moderation.store.engine import Connection, Database


@dataclass(frozen=True, slots=True)
class Login:
    """An address as far as it may be kept: sealed, masked, and its fingerprint."""

    fingerprint: str
    masked: str
    contact: Contact


def newcomer(
    sealer: Sealer, fingerprints: Fingerprints, address: str, named: tuple[str, Rights], at: datetime
) -> tuple[Moderator, Login]:
    """A person with an address in canonical form, and their login; not stored yet."""
    identifier = identify(at, secrets.token_bytes(NOISE))
    sealed = sealer.seal(address, binding("moderator", identifier))
    login = Login(fingerprints.moderator(address), addresses.mask(address), sealed)
    return Moderator(identifier, named[0], login.masked, named[1]), login


def add(connection: Connection, person: Moderator, login: Login, password: str, at: datetime) -> None:
    """Remember a person with the hash of their password.

    Raises:
        ValueError: There is a login with this address.
    """
    moderators.add(
        connection,
        {
            "id": person.id,
            "fingerprint": login.fingerprint,
            "masked": login.masked,
            "sealed": login.contact.sealed,
            "key_id": login.contact.key_id,
            "name": person.name,
            **_stored(person.rights),
            "password": password,
            "created_at": at,
        },
    )


def proven(database: Database, fingerprint: str, password: str) -> tuple[Moderator, str] | None:
    """Who has this login and password, and the password as it is stored, or None. Takes as long for people we do not know."""
    with database.read() as connection:
        person = moderators.find_by_fingerprint(connection, fingerprint)
        stored = moderators.password_of(connection, person.id) if person else None
    if not passwords.matches(stored, password) or person is None or stored is None:
        return None
    return person, stored


def login(database: Database, fingerprint: str, password: str, at: datetime) -> str | None:
    """The secret of a new session, or None. Takes as long for people we do not know."""
    found = proven(database, fingerprint, password)
    if not found:
        return None
    person, stored = found
    secret = secrets.token_urlsafe(32)
    renewed = passwords.hashed(password) if passwords.is_outdated(stored) else stored

    def enter(connection: Connection) -> None:
        access.open_session(connection, digest(secret), person.id, at)
        if renewed != stored:
            moderators.change(connection, person.id, password=renewed)

    database.write(enter)
    return secret


def session_of(database: Database, secret: str, at: datetime) -> Moderator | None:
    """Whose session this is."""
    key = digest(secret)
    with database.read() as connection:
        found = access.who_has_session(connection, key, at)
    if found and found[1]:
        database.write(lambda connection: access.touch_session(connection, key, at))
    return found[0] if found else None


def logout(database: Database, secret: str) -> None:
    """End a session. Safe to run again."""
    database.write(lambda connection: access.close_session(connection, digest(secret)))


def token_of(connection: Connection, token: str) -> Moderator | None:
    """Whose API token this is."""
    return access.who_has_token(connection, digest(token))


def create_token(connection: Connection, fingerprint: str, at: datetime) -> str:
    """A new API token of a person; only its digest is kept."""
    return create_own_token(connection, find(connection, fingerprint), at)


def create_own_token(connection: Connection, person: Moderator, at: datetime) -> str:
    """The same for somebody we know already."""
    token = "mod_" + secrets.token_urlsafe(32)
    access.add_token(connection, (secrets.token_hex(4), digest(token)), person.id, at)
    return token


def find(connection: Connection, fingerprint: str) -> Moderator:
    """The person with this login.

    Raises:
        NotFoundError: There is none.
    """
    person = moderators.find_by_fingerprint(connection, fingerprint)
    if person is None:
        raise NotFoundError("moderator")
    return person


def set_rights(connection: Connection, person: Moderator, rights: Rights) -> None:
    """Change what a person may; they have to log in again."""
    moderators.change(connection, person.id, **_stored(rights))
    access.close_sessions_of(connection, person.id)


def set_password(connection: Connection, person: Moderator, password: str) -> None:
    """Change a person's password, given its hash; they have to log in again."""
    moderators.change(connection, person.id, password=password)
    access.close_sessions_of(connection, person.id)


def remove(connection: Connection, person: Moderator, at: datetime) -> None:
    """End a person's login, sessions, tokens and kept searches; what they decided stays. The address may be used again."""
    moderators.change(connection, person.id, removed_at=at, fingerprint=f"removed {person.id}", sealed=b"", masked="")
    access.close_sessions_of(connection, person.id)
    searches.forget_all(connection, person.id)


def digest(secret: str) -> str:
    """What is kept of a secret that was made by us, long and random: its SHA-256."""
    return sha256(secret.encode()).hexdigest()


def _stored(rights: Rights) -> dict[str, Any]:
    sites = None if rights.sites is None else sorted(rights.sites)
    return {"role": rights.role.name.lower(), "sites": sites, "may_reveal": rights.trusted}
