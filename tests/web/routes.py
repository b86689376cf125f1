"""Every route of the application, so that a new one is among them, with arguments that are right, or all the same."""

import re
from collections.abc import Iterator

from flask import Flask

from moderation.bootstrap import Context

CLOSED = ("/v1/moderation", "/console")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def part_of(path: str) -> str:
    """The closed part of the house a path leads to; empty: it is open to all."""
    return next((part for part in CLOSED if path.startswith(part)), "")


def routes(app: Flask, identifier: str, filled: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path; its arguments are what they should be, or all the same."""
    ctx: Context = app.extensions["moderation"]
    ticket = f"{identifier}.{ctx.signatures.author(identifier)}"
    right = {"site": "news", "key": "news", "identifier": identifier, "number": "17", "filename": "base.css", "version": "0", "_rest": "nowhere", "ticket": ticket}  # fmt: skip
    for rule in app.url_map.iter_rules():
        path = ARGUMENT.sub(lambda found: filled or right[found[1]], rule.rule)
        yield from ((method, path) for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}))
