"""What a site is called, where its pages are, and what it has chosen besides its rules; each change has its line in the audit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from moderation.domain.audit import AuditLine
from moderation.domain.errors import ChangedError, FieldError, InvalidError
from moderation.domain.rulebook import CHOICES
from moderation.domain.site import Site
from moderation.services import rules
from moderation.store import audit, sites
from moderation.store.engine import Connection
from moderation.store.sites import Premises

RULED = {*CHOICES, "words"}


def choose(connection: Connection, site: Site, wanted: Mapping[str, Any], line: AuditLine) -> None:
    """Change some of a site's choices, also those that are rules. Safe to run again."""
    before = sites.describe(connection, site.id, alone=True)
    rules.choose(connection, site, wanted, replace(line, action="rules"))
    _say(connection, site, before, line)


def rename(
    connection: Connection, site: Site, given: tuple[str, Mapping[str, Any]], matches: Callable[[str], bool], line: AuditLine,
) -> None:  # fmt: skip
    """Change a site's name, and choices that are no rules.

    Args:
        connection: A writing transaction.
        site: Which.
        given: The name and the choices.
        matches: Whether what there is, by its mark, is what the one who changes it has seen.
        line: For the audit; its reason will be the names of what is different.

    Raises:
        ChangedError: It is not.
        NotFoundError: The site is gone.
    """
    before = sites.describe(connection, site.id, alone=True)
    if not matches(before.mark):
        raise ChangedError("site")
    name, wanted = given
    sites.rename(connection, site.id, name)
    sites.choose(connection, site.key, {key: value for key, value in wanted.items() if key not in RULED})
    _say(connection, site, before, line)


def settle(connection: Connection, site: Site, origin: str, line: AuditLine) -> None:
    """Take one more origin for the site's own. Safe to run again."""
    before = sites.describe(connection, site.id, alone=True)
    _move(connection, site, (*before.origins, *({origin} - set(before.origins))), before, line)


def leave(connection: Connection, site: Site, origin: str, line: AuditLine) -> None:
    """Take an origin for the site's own no more. Safe to run again.

    Raises:
        InvalidError: It is the last one.
    """
    before = sites.describe(connection, site.id, alone=True)
    rest = tuple(one for one in before.origins if one != origin)
    if not rest:
        raise InvalidError(FieldError("origin", "required"))
    _move(connection, site, rest, before, line)


def _move(connection: Connection, site: Site, origins: Sequence[str], before: Premises, line: AuditLine) -> None:
    sites.move(connection, site.key, origins)
    _say(connection, site, before, line)


def _say(connection: Connection, site: Site, before: Premises, line: AuditLine) -> None:
    changed = before.differences(sites.describe(connection, site.id), RULED)
    if changed:
        audit.append(connection, site.id, replace(line, reason=" ".join(changed)))
