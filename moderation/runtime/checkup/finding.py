"""What the doctor says, and what it is told before it looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from moderation.bootstrap import Settings
from moderation.store.engine import Database


class Level(StrEnum):
    """How much it matters."""

    WELL = "ok"
    LOOK = "look"  # worth knowing
    ACT = "act"  # something needs doing


class Finding(NamedTuple):
    """One sentence about one part; where something needs doing it says what."""

    part: str
    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at.

    Attributes:
        database: None if its address is none.
        loops: Names of the background loops a reconciler of this release runs.
        channels: Names of the channels it sends by.
        deep: Also read the whole database.
    """

    settings: Settings
    database: Database | None
    clock: Callable[[], datetime]
    loops: tuple[str, ...]
    channels: tuple[str, ...]
    deep: bool = False


def well(part: str, sentence: str) -> Finding:
    """All is as it should be."""
    return Finding(part, Level.WELL, sentence)


def look(part: str, sentence: str) -> Finding:
    """It is worth knowing."""
    return Finding(part, Level.LOOK, sentence)


def act(part: str, sentence: str) -> Finding:
    """Something needs doing."""
    return Finding(part, Level.ACT, sentence)
