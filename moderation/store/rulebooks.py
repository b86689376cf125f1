"""Rulebooks: put together from a site's choices, its words and its blocks, and taken apart again."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from moderation.domain.approval import ordered as ordered_categories
from moderation.domain.block import Block
from moderation.domain.errors import NotFoundError
from moderation.domain.listed import Listed
from moderation.domain.rulebook import CHOICES, Rulebook, ordered
from moderation.store import blocks, words
from moderation.store.approvals import CHOICE
from moderation.store.tables import sites
from moderation.store.words import Who

OLD = "words"  # a choice in which words were kept before they had a table; what is there counts until the list is written anew


def find(connection: sa.Connection, site: int, *, alone: bool = False) -> Rulebook:
    """The rulebook of a site.

    Args:
        connection: A writing transaction if ``alone``.
        site: Its number.
        alone: Whether nobody else may change it until this transaction ends.

    Raises:
        NotFoundError: The site is gone.
    """
    statement = sa.select(sites.c.choices).where(sites.c.id == site)
    choices = connection.execute(statement.with_for_update() if alone else statement).scalar()
    if choices is None:
        raise NotFoundError("site")
    return book_of(choices, words.list_of(connection, site), blocks.list_of(connection, site))


def write(connection: sa.Connection, site: int, book: Rulebook, who: Who) -> None:
    """Write a rulebook in the place of the one before it; the caller has found that one ``alone``."""
    kept = connection.execute(sa.select(sites.c.choices).where(sites.c.id == site)).scalar_one()
    chosen = {name: getattr(book, name) for name in CHOICES}
    others = {name: value for name, value in kept.items() if name != OLD}
    connection.execute(sa.update(sites).where(sites.c.id == site).values(choices={**others, **chosen}))
    count(connection, site)
    words.replace(connection, site, book.words, who)
    blocks.replace(connection, site, book.blocks, who)


def count(connection: sa.Connection, site: int) -> None:
    """The rules of a site have changed: from now on they are another version."""
    connection.execute(sa.update(sites).where(sites.c.id == site).values(rules=sites.c.rules + 1))


def book_of(choices: Mapping[str, Any], listed: Iterable[Listed], blocked: Iterable[Block]) -> Rulebook:
    """From what a site has chosen (the rest is as the code has it), and its lists."""
    chosen = {name: choices[name] for name in CHOICES if name in choices}
    chosen[CHOICE] = ordered_categories(chosen.get(CHOICE, ()))
    in_order = ordered((*map(Listed, choices.get(OLD, ())), *listed), blocked)
    return Rulebook(**chosen, words=in_order[0], blocks=in_order[1])
