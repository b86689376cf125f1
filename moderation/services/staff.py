"""Admins and those they let in: nobody gives more than they have, and somebody is always left who can. Each change has its line in the audit."""

from datetime import datetime

from moderation.domain.audit import HOUSE, AuditLine
from moderation.domain.errors import ForbiddenError, LastAdminError, NotFoundError, TakenError
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.services import people
from moderation.services.people import Login
from moderation.store import audit, moderators
from moderation.store.engine import Connection


def visible(connection: Connection, admin: Moderator) -> tuple[Moderator, ...]:
    """Whom an admin may change: everybody whose sites are all theirs."""
    return tuple(person for person in moderators.list_all(connection) if _covers(admin.rights, person.rights))


def admit(connection: Connection, admin: Moderator, who: tuple[Moderator, Login], password: str, at: datetime) -> None:
    """Let somebody in, given the hash of their password.

    Raises:
        ForbiddenError: They would see what the admin does not.
        TakenError: There is a login with this address.
    """
    person, login = who
    _check(admin, person.rights)
    try:
        people.add(connection, person, login, password, at)
    except ValueError:
        raise TakenError("moderator") from None
    _say(connection, admin, "added", person.id, at)


def reform(connection: Connection, admin: Moderator, identifier: str, rights: Rights, at: datetime) -> None:
    """Change what somebody may; they have to log in again. Safe to run again.

    Raises:
        ForbiddenError: They would see what the admin does not.
        LastAdminError: Nobody could do what they could.
        NotFoundError: There is nobody, or not for this admin.
    """
    _check(admin, rights)
    person = _find(connection, admin, identifier, rights)
    if rights != person.rights:
        people.set_rights(connection, person, rights)
        _say(connection, admin, "rights", identifier, at)


def renew(connection: Connection, admin: Moderator, identifier: str, password: str, at: datetime) -> None:
    """Give somebody a new password, given its hash; they have to log in again.

    Raises:
        NotFoundError: There is nobody, or not for this admin.
    """
    people.set_password(connection, _find(connection, admin, identifier), password)
    _say(connection, admin, "password", identifier, at)


def dismiss(connection: Connection, admin: Moderator, identifier: str, at: datetime) -> None:
    """End somebody's login with their sessions and tokens; what they decided stays.

    Raises:
        LastAdminError: Nobody could do what they could.
        NotFoundError: There is nobody, or not for this admin.
    """
    person = _find(connection, admin, identifier, Rights(Role.VIEWER, frozenset()))
    people.remove(connection, person, at)
    _say(connection, admin, "removed", identifier, at)


def _find(connection: Connection, admin: Moderator, identifier: str, then: Rights | None = None) -> Moderator:
    """The person; with ``then``, only if the house can do without their rights of today."""
    everybody = {person.id: person for person in moderators.list_all(connection, alone=True)}
    person = everybody.get(identifier)
    if person is None or not _covers(admin.rights, person.rights):
        raise NotFoundError("moderator")
    others = (other.rights for other in everybody.values() if other.id != identifier)
    if then and person.may(Role.ADMIN) and not any(_replaces(one, person.rights) for one in (then, *others)):
        raise LastAdminError("moderator")
    return person


def _check(admin: Moderator, rights: Rights) -> None:
    if not _covers(admin.rights, rights):
        raise ForbiddenError


def _covers(rights: Rights, others: Rights) -> bool:
    """Whether all sites of the others are among these."""
    return rights.sites is None or (others.sites is not None and others.sites <= rights.sites)


def _replaces(rights: Rights, others: Rights) -> bool:
    return rights.role is Role.ADMIN and _covers(rights, others)


def _say(connection: Connection, admin: Moderator, what: str, identifier: str, at: datetime) -> None:
    audit.append(connection, HOUSE, AuditLine("", at, admin.id, "people", None, None, 0, f"{what} {identifier}"))
