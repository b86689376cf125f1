"""Sites. What an operator has chosen is kept as text by name; defaults live in the code, those of rules in ``Rulebook``."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from moderation.domain import text
from moderation.domain.errors import NotFoundError
from moderation.domain.opinion import Asked
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Keeping, Site
from moderation.store import blocks, rulebooks, words
from moderation.store.tables import erasures, receipts, reveals, sites

DEFAULTS: Mapping[str, Any] = {
    "language": "ar",
    "required": ["name", "email"],
    "edit_minutes": 15,
    "close_after_days": 0,
    "permalink": "",
    "keys_renewed": 0,
    "second_looks": 2,
    **{f"keep_{name}_days": days for name, days in asdict(Keeping()).items()},
}


@dataclass(frozen=True, slots=True)
class Premises:
    """A site as its admins write it, without its rules.

    Attributes:
        choices: By name, the defaults where nothing was chosen.
    """

    name: str
    origins: tuple[str, ...]
    choices: Mapping[str, Any]

    @property
    def mark(self) -> str:
        """The same for the same, and for nothing else."""
        return sha256(repr((self.name, self.origins, sorted(self.choices.items()))).encode()).hexdigest()[:20]

    def differences(self, other: "Premises", but: Collection[str]) -> tuple[str, ...]:
        """Names of what another one says differently, but those."""
        whole = tuple(name for name in ("name", "origins") if getattr(self, name) != getattr(other, name))
        names = sorted({*self.choices, *other.choices} - set(but))
        return whole + tuple(name for name in names if self.choices.get(name, "") != other.choices.get(name, ""))


def describe(connection: sa.Connection, site: int, *, alone: bool = False) -> Premises:
    """A site as it is now; ``alone`` (in a writing transaction): and as it stays until this transaction ends.

    Raises:
        NotFoundError: It is gone.
    """
    statement = sa.select(sites.c.name, sites.c.origins, sites.c.choices).where(sites.c.id == site)
    row = connection.execute(statement.with_for_update() if alone else statement).one_or_none()
    if row is None:
        raise NotFoundError("site")
    return Premises(row.name, tuple(row.origins), {**DEFAULTS, **row.choices})


def rename(connection: sa.Connection, site: int, name: str) -> None:
    """Call a site otherwise."""
    connection.execute(sa.update(sites).where(sites.c.id == site).values(name=name))


def add(connection: sa.Connection, site: Mapping[str, Any], at: datetime) -> int:
    """Remember a site (``key``, ``name``, ``origins``, ``choices``) and number it.

    Raises:
        ValueError: The key is taken.
    """
    taken = connection.execute(sa.select(sites.c.id).where(sites.c.key == site["key"])).scalar()
    if taken:
        raise ValueError(f"There is a site called {site['key']} already.")
    statement = sa.insert(sites).values(created_at=at, **site).returning(sites.c.id)
    return int(connection.execute(statement).scalar_one())


def choose(connection: sa.Connection, key: str, choices: Mapping[str, Any]) -> None:
    """Change some of a site's choices; the others stay."""
    row = connection.execute(sa.select(sites).where(sites.c.key == key)).one_or_none()
    if row is None:
        raise NotFoundError("site")
    connection.execute(sa.update(sites).where(sites.c.id == row.id).values(choices={**row.choices, **choices}))


def move(connection: sa.Connection, key: str, origins: Sequence[str]) -> None:
    """Say where a site's pages are now."""
    connection.execute(sa.update(sites).where(sites.c.key == key).values(origins=list(origins)))


def remove(connection: sa.Connection, key: str) -> None:
    """Forget a site with all that belongs to it. Lines of its audit stay: they hold identifiers and codes."""
    number = connection.execute(sa.select(sites.c.id).where(sites.c.key == key)).scalar()
    if number is None:
        raise NotFoundError("site")
    for table in (erasures, reveals, receipts):  # the others go with the row
        connection.execute(sa.delete(table).where(table.c.site == number))
    connection.execute(sa.delete(sites).where(sites.c.id == number))


def list_all(connection: sa.Connection) -> tuple[Site, ...]:
    """Every site, in the order they were added."""
    listed, blocked = words.list_all(connection), blocks.list_all(connection)
    return tuple(
        _site(row, rulebooks.book_of(row.choices, listed.get(row.id, ()), blocked.get(row.id, ())))
        for row in connection.execute(sa.select(sites).order_by(sites.c.id))
    )


def asked_by(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Asked]:
    """Whom sites ask outside, by their numbers; those that are not there are left out."""
    statement = sa.select(sites.c.id, sites.c.choices).where(sites.c.id.in_(list(numbers)))
    return {row.id: _asked(row.choices) for row in connection.execute(statement)}


def _site(row: sa.Row[Any], book: Rulebook) -> Site:
    choices = {**DEFAULTS, **row.choices}
    hosts = frozenset(text.host(urlsplit(origin).hostname or "") for origin in row.origins)
    return Site(
        id=row.id,
        key=row.key,
        name=row.name,
        origins=tuple(row.origins),
        language=choices["language"],
        required=frozenset(choices["required"]),
        edit_minutes=choices["edit_minutes"],
        close_after_days=choices["close_after_days"],
        permalink=choices["permalink"],
        keys_renewed=choices["keys_renewed"],
        second_looks=choices["second_looks"],
        rules_version=row.rules,
        rules=book.rules(hosts),
        policy=book.policy(),
        asked=_asked(choices),
        keeping=Keeping(**{field.name: choices[f"keep_{field.name}_days"] for field in fields(Keeping)}),
    )


def _asked(choices: Mapping[str, Any]) -> Asked:
    return Asked(**{field.name: choices[field.name] for field in fields(Asked) if field.name in choices})
