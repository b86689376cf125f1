"""The one place that knows the concrete parts: reads the settings, builds each part once, and hands them on as a Context."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from pydantic import SecretStr, ValidationError

from moderation.adapters import base_model, keyring, markup
from moderation.adapters.breaker import Breaker
from moderation.adapters.broker import Doorbell, connect
from moderation.adapters.fingerprints import Fingerprints
from moderation.adapters.limiter import Limiter
from moderation.adapters.meters import Meters
from moderation.adapters.outward import Outward
from moderation.adapters.sealer import Sealer
from moderation.adapters.signatures import Signatures
from moderation.learning.model import Base
from moderation.services.callers import Keys
from moderation.services.consult import Panel, consult
from moderation.services.directory import Directory
from moderation.services.estimate import Estimator
from moderation.services.screen import Desk
from moderation.services.waits import Waits
from moderation.settings import PREFIX, Settings, read
from moderation.store.engine import Database

__all__ = ["ConfigurationError", "Context", "Settings", "build", "configure"]


@dataclass(frozen=True, slots=True)
class Context:
    """Every part, built once; shared by the threads of a process and safe to hold across a fork.

    Attributes:
        outside: Our URL as others see it, without a slash at the end.
        origins: Its scheme, host and port; on a loopback address, also under its other name.
        proxies: Networks whose forwarding headers are believed.
        limited: Whether rate limits are on.
        base: Finds the base model; read when it is first needed.
        keys: Of the sites' Akismet clients.
        ring: Private keys, for the few services that open addresses; empty where they must not be.
    """

    outside: str
    origins: tuple[str, ...]
    proxies: tuple[IPv4Network | IPv6Network, ...]
    limited: bool
    clock: Callable[[], datetime]
    database: Database
    directory: Directory
    waits: Waits
    doorbell: Doorbell
    limiter: Limiter
    sealer: Sealer
    fingerprints: Fingerprints
    signatures: Signatures
    meters: Meters
    base: Callable[[], Base]
    estimator: Estimator
    outward: Outward
    breaker: Breaker
    keys: Keys
    ring: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def desk(self) -> Desk:
        """Where workers screen."""
        return Desk(
            self.database, self.clock, self.directory.by_id, markup.render, markup.paragraphs, self.fingerprints.text,
            self.estimator,
            lambda verdict: self.meters.count("verdicts", verdict), self.fingerprints.sketching, partial(consult, self.panel),
        )  # fmt: skip

    @property
    def panel(self) -> Panel:
        """How workers ask outside."""
        return Panel(
            self.database, self.directory.by_id, self.fingerprints.pseudonym, self.outward.post, self.breaker,
            lambda who, outcome: self.meters.count("opinions", who, outcome),
        )  # fmt: skip


class ConfigurationError(Exception):
    """The environment is not as it must be; the text says which variable, and what to do."""


def configure() -> Settings:
    """The settings of this process.

    Raises:
        ConfigurationError: Something is missing or wrong.
    """
    try:
        return read(os.environ)
    except ValidationError as error:
        sentences = dict.fromkeys(_sentence({**one}) for one in error.errors(include_input=False))
        raise ConfigurationError(" ".join(sentences)) from None
    except OSError as error:
        raise ConfigurationError(f"A key file cannot be read ({error.strerror}): {error.filename}") from None


def build(settings: Settings, redis_url: str) -> Context:
    """All parts from settings; nothing is opened yet.

    Raises:
        ConfigurationError: A key is missing or is not a key, or the database's address is none.
    """
    try:
        database = Database(settings.database, settings.sqlite_journal)
    except ValueError as error:
        raise ConfigurationError(f"{PREFIX}DATABASE_URL {error}.") from None
    base = partial(base_model.load, settings.data_dir)
    meters = Meters(settings.data_dir / "run" / "metrics")
    sealer = Sealer(_key(settings, "seal_public_key"))
    fingerprints = Fingerprints(_key(settings, "fingerprint_key"))
    directory, signatures = Directory(database), Signatures(_key(settings, "secret_key"))
    return Context(
        outside=settings.outside,
        origins=settings.origins,
        proxies=settings.trusted_proxies,
        limited=settings.rate_limits == "on",
        clock=lambda: datetime.now(UTC),
        database=database,
        directory=directory,
        waits=Waits(database),
        doorbell=Doorbell(redis_url, lambda: meters.count("doorbell_errors")),
        limiter=Limiter(connect(redis_url), lambda: meters.count("limiter_alone")),
        sealer=sealer,
        fingerprints=fingerprints,
        signatures=signatures,
        meters=meters,
        base=base,
        estimator=Estimator(base),
        outward=Outward(settings.opinion_networks),
        breaker=Breaker(),
        keys=Keys(directory, signatures.akismet),
        ring=_keys(settings, "seal_private_key") if settings.seal_private_key else (),
    )


def without_ring(settings: Settings) -> Settings:
    """The same settings without what opens addresses: for everything that readers can reach, and all that needs it not."""
    return settings.model_copy(update={"seal_private_key": None})


def _key(settings: Settings, name: str) -> bytes:
    return _keys(settings, name)[0]


def _keys(settings: Settings, name: str) -> tuple[bytes, ...]:
    value: SecretStr | None = getattr(settings, name)
    variable = PREFIX + name.upper()
    if value is None:
        raise ConfigurationError(
            f"{variable} is missing: set it or {variable}_FILE, or let `moderation up` make the keys."
        )
    try:
        ring = keyring.decode_ring(value.get_secret_value())
    except ValueError as error:
        raise ConfigurationError(f"{variable} {error}.") from None
    if len(ring) > 1 and name != "seal_private_key":
        raise ConfigurationError(f"{variable} is one key, not {len(ring)}.")
    return ring


def _sentence(error: Mapping[str, Any]) -> str:
    name = PREFIX + str(error["loc"][0]).upper() if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"There is no setting called {name}."
    return f"{name} {error['msg']}".removeprefix(" ").replace("Value error, ", "").rstrip(".") + "."
