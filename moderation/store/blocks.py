"""Whom sites have blocked or trust. Never an address and never an IP: fingerprints, mail domains, prefixes of networks."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.block import Block, Effect, Kind
from moderation.domain.identity import NOISE, identify
from moderation.store.tables import blocks
from moderation.store.words import Who


def list_all(connection: sa.Connection) -> dict[int, list[Block]]:
    """Every entry, by site; also those whose time is over."""
    found: dict[int, list[Block]] = {}
    for row in connection.execute(sa.select(blocks)):
        found.setdefault(row.site, []).append(_block(row))
    return found


def list_of(connection: sa.Connection, site: int) -> list[Block]:
    """The entries of a site."""
    return [_block(row) for row in connection.execute(sa.select(blocks).where(blocks.c.site == site))]


def replace(connection: sa.Connection, site: int, wanted: Iterable[Block], who: Who) -> None:
    """Write a site's entries; those that stay as they are keep the name and time of who made them. Safe to run again."""
    known, new = set(list_of(connection, site)), set(wanted)
    for block in known - new:
        remove(connection, site, block.kind, block.value)
    _add(connection, site, new - known, who)


def put(connection: sa.Connection, site: int, block: Block, who: Who) -> None:
    """Write one entry in the place of the one before it. Safe to run again."""
    remove(connection, site, block.kind, block.value)
    _add(connection, site, [block], who)


def remove(connection: sa.Connection, site: int, kind: Kind, value: str) -> bool:
    """Take one entry away; False if there is none."""
    here = blocks.c.site == site, blocks.c.kind == kind, blocks.c.value == value
    return connection.execute(sa.delete(blocks).where(*here)).rowcount > 0


def of_author(connection: sa.Connection, site: int, fingerprint: str) -> Block | None:
    """What a site says of an author; None if nothing."""
    row = connection.execute(sa.select(blocks).where(*_author(site, fingerprint))).one_or_none()
    return _block(row) if row else None


def distrust(connection: sa.Connection, site: int, fingerprint: str, until: datetime) -> None:
    """Forget that an author was trusted until then. Safe to run again."""
    here = *_author(site, fingerprint), blocks.c.effect == Effect.TRUST, blocks.c.at <= until
    connection.execute(sa.delete(blocks).where(*here))


def sweep(connection: sa.Connection, at: datetime) -> int:
    """Forget entries whose time is over; how many. Safe to run again."""
    return connection.execute(sa.delete(blocks).where(blocks.c.expires_at <= at)).rowcount


def _author(site: int, fingerprint: str) -> tuple[sa.ColumnElement[bool], ...]:
    return blocks.c.site == site, blocks.c.kind == Kind.FINGERPRINT, blocks.c.value == fingerprint


def _add(connection: sa.Connection, site: int, new: Iterable[Block], who: Who) -> None:
    rows = [
        {
            "site": site,
            "id": identify(who[1], secrets.token_bytes(NOISE)),
            "kind": block.kind,
            "value": block.value,
            "effect": block.effect,
            "reason": block.reason,
            "moderator": who[0],
            "at": who[1],
            "expires_at": block.expires_at,
        }
        for block in new
    ]
    if rows:
        connection.execute(sa.insert(blocks), rows)


def _block(row: sa.Row[Any]) -> Block:
    return Block(Kind(row.kind), row.value, Effect(row.effect), row.reason, row.expires_at)
