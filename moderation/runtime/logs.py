"""Logs: one event in one line, on standard error; identifiers, never contents."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from io import FileIO, TextIOWrapper
from typing import Any, TextIO

import structlog

QUIET = ("_granian", "rq", "alembic", "sqlalchemy")  # libraries: warnings only


class _Forgiving:
    """A stream to which nothing may be writable, as on a full disk: no work fails for want of its log."""

    def __init__(self, stream: TextIO) -> None:
        """Take a stream; nothing is kept back in it, or what could not be written would be tried again when we end, and that fail."""
        self._stream = stream
        if stream is sys.__stderr__:
            self._stream = TextIOWrapper(
                FileIO(stream.fileno(), "w", closefd=False), "utf-8", "replace", write_through=True
            )

    def write(self, text: str) -> None:
        """Write, or do not."""
        with suppress(OSError, ValueError):  # full, gone, or closed
            self._stream.write(text)

    def flush(self) -> None:
        """Write what is left, or do not."""
        with suppress(OSError, ValueError):  # full, gone, or closed
            self._stream.flush()


def configure(level: str, style: str) -> None:
    """Write JSON, or text for people where the style says so or a terminal looks on."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if _is_for_people(style)
        else structlog.processors.JSONRenderer(ensure_ascii=True)
    )
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    stream = _Forgiving(sys.stderr)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),  # type: ignore[arg-type]  # it needs no more of a file
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[_only_our_fields, renderer], foreign_pre_chain=shared)
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _is_for_people(style: str) -> bool:
    return style == "text" or (not style and sys.stderr.isatty())


def _only_our_fields(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A library's own exception texts and stacks may hold anything: they stay out."""
    return {name: value for name, value in event.items() if name in {"event", "level", "timestamp"}}
