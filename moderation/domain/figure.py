"""Figures: what is measured, for whoever watches the service."""

from collections.abc import Mapping
from typing import NamedTuple


class Figure(NamedTuple):
    """One quantity as it is now.

    Attributes:
        name: As alerts name it, with its unit at the end.
        label: What ``values`` are told apart by; empty if there is one value only, under the empty name.
        values: Never named after anything a person typed.
    """

    name: str
    help: str
    label: str
    values: Mapping[str, float]


def one(name: str, help_: str, value: float) -> Figure:
    """A figure of one value."""
    return Figure(name, help_, "", {"": value})
