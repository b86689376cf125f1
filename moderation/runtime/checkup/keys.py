"""Keys: there, whole, for their owner alone, and the public one is that of the private one."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from moderation.adapters import keyring
from moderation.bootstrap import Settings
from moderation.runtime.checkup.finding import Finding, Patient, act, look, well

PART = "Keys"
NEEDED = ("seal_public_key", "fingerprint_key", "secret_key")
PRIVATE = "seal_private_key"
PUBLIC_FILE = "seal.pub"


def examine(patient: Patient) -> Iterator[Finding]:
    """Look at every key, and at every file of them."""
    findings = [*_values(patient.settings), *_files(patient.settings.data_dir / "keys")]
    if not findings:
        yield well(PART, "all that the service needs are there, and for their owner alone.")
    yield from findings
    if patient.settings.seal_private_key is None:
        yield well(PART, "no private key here; addresses cannot be opened from this machine.")


def _values(settings: Settings) -> Iterator[Finding]:
    rings = {}
    for name in (*NEEDED, PRIVATE):
        variable, value = f"MODERATION_{name.upper()}", getattr(settings, name)
        if value is None:
            if name != PRIVATE:
                yield act(PART, f"{variable} is missing: set it or {variable}_FILE, or run `moderation keys make`.")
            continue
        try:
            rings[name] = keyring.decode_ring(value.get_secret_value())
        except ValueError as error:
            yield act(PART, f"{variable} {error}: restore it from your copy.")
    if {PRIVATE, NEEDED[0]} <= rings.keys() and keyring.public_of(rings[PRIVATE][0]) != rings[NEEDED[0]][0]:
        yield act(
            PART,
            "the public key is not that of the private one, so that what is sealed now cannot be opened: "
            "restore the two that belong together, or run `moderation keys rotate` to end an interrupted change.",
        )


def _files(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    for path in (folder, *sorted(folder.iterdir())):
        found = path.stat()
        forbidden = stat.S_IWGRP | stat.S_IWOTH if path.name == PUBLIC_FILE else stat.S_IRWXG | stat.S_IRWXO
        if found.st_mode & forbidden:
            mode = "0700" if path == folder else "0600"
            yield act(PART, f"others may reach {path}: run `chmod {mode} {path}`.")
        if found.st_uid != os.geteuid():
            yield look(PART, f"{path} belongs to another user than the one who asks.")
