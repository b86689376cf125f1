"""The environment, read once. Every setting is a variable with the prefix ``MODERATION_``; the README's table is made from here.

A key may also be given as a file (``…_FILE``); without either, the file of that name in the data folder counts.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from moderation.adapters import pages

PREFIX = "MODERATION_"
LAST_PORT = 65_535
KEY_FILES = {
    "seal_public_key": "seal.pub",
    "seal_private_key": "seal.key",
    "fingerprint_key": "fingerprint.key",
    "secret_key": "secret.key",
}


def _networks(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


class Settings(BaseModel):
    """What an operator can choose; frozen, and valid once it exists."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(Path("var"), description="Folder for the SQLite file, Redis' data, keys and logs.")
    database_url: SecretStr = Field(
        SecretStr(""), description="SQLAlchemy URL; SQLite in the data folder if not given."
    )
    sqlite_journal: Literal["auto", "wal", "truncate"] = Field(
        "auto", description="SQLite's journal; `auto` is WAL where this version of SQLite cannot corrupt a file by it."
    )
    redis_url: SecretStr = Field(
        SecretStr(""), description="`redis://`, `rediss://` or `unix://`; `up` starts its own Redis if not given."
    )
    bind: str = Field("127.0.0.1:8000", description="Address the web server listens on.")
    public_url: str = Field(
        "", description="How the outside sees the service; may carry a path. From the bind address if not given."
    )
    trusted_proxies: Annotated[
        tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...], BeforeValidator(_networks)
    ] = Field((), description="Networks (CIDR, comma-separated) whose `X-Forwarded-For` is believed.")
    opinion_networks: Annotated[
        tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...], BeforeValidator(_networks)
    ] = Field((), description="Networks (CIDR, comma-separated) that are not public and may be asked for an opinion.")
    seal_public_key: SecretStr | None = Field(None, description="Seals addresses. All of the service needs it.")
    seal_private_key: SecretStr | None = Field(
        None,
        description="Opens them; the newest key first, where there are several. The public surface does not take it.",
    )
    fingerprint_key: SecretStr | None = Field(
        None, description="Makes the fingerprints that link comments of one author."
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs form tokens and what protects forms from other sites."
    )
    rate_limits: Literal["on", "off"] = Field("on", description="`off` only on a loopback address, for load tests.")
    web_processes: int = Field(0, ge=0, le=64, description="Web processes; 0 means one per core, at most 2.")
    worker_processes: int = Field(0, ge=0, le=64, description="RQ workers; 0 means one per core, at most 2.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least important level to log.")
    log_format: Literal["", "json", "text"] = Field("", description="`json`, or `text` (the default on a terminal).")

    @field_validator("bind")
    @classmethod
    def _has_a_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > LAST_PORT:
            raise ValueError("is not HOST:PORT, such as 127.0.0.1:8000.")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        """As a browser writes it, for browsers' ``Origin`` is compared with it."""
        try:
            url = pages.normalise(value) if value else ""
        except pages.UrlError:
            url = "?"
        if "?" in url:
            raise ValueError("is no web address, such as https://comments.example.")
        return url

    @model_validator(mode="after")
    def _limits_stay_on_in_public(self) -> Self:
        if self.rate_limits == "off" and not self.is_loopback:
            raise ValueError(
                "MODERATION_RATE_LIMITS=off is for loopback addresses only; remove it, or bind to 127.0.0.1."
            )
        return self

    @property
    def host(self) -> str:
        """The host of ``bind``, without brackets."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port of ``bind``."""
        return int(self.bind.rpartition(":")[2])

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the web server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def outside(self) -> str:
        """The public URL, without a slash at the end."""
        return (self.public_url or f"http://{self.bind}").rstrip("/")

    @property
    def origins(self) -> tuple[str, ...]:
        """Scheme, host and port of the public URL, first; on this machine alone, its other name too."""
        parts = urlsplit(self.outside)
        own = (f"{parts.scheme}://{parts.netloc}",)
        return own if self.public_url or self.host != "127.0.0.1" else (*own, f"http://localhost:{self.port}")

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir.resolve() / 'moderation.sqlite'}"

    @property
    def processes(self) -> tuple[int, int]:
        """Web processes and workers."""
        usual = min(os.cpu_count() or 1, 2)
        return self.web_processes or usual, self.worker_processes or usual


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from an environment; unknown names with our prefix are an error, for they are typing errors.

    Raises:
        ValueError: Something is not as it must be; the text names the variable, never its value.
        OSError: A key file cannot be read.
    """
    given: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    folder = Path(given.get("data_dir", Settings.model_fields["data_dir"].default)) / "keys"
    for name, file in KEY_FILES.items():
        chosen, usual = given.pop(f"{name}_file", ""), folder / file
        if name not in given and (chosen or usual.exists()):
            given[name] = Path(chosen or usual).read_text(errors="replace").strip()
    return Settings(**given)
