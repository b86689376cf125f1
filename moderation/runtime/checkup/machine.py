"""The machine: the data folder, the space on its disk, and the port."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from moderation.bootstrap import Settings
from moderation.runtime.checkup.finding import Finding, Patient, act, look, well
from moderation.runtime.ports import check_bind
from moderation.runtime.trouble import Trouble

FOLDER, DISK, PORT = "Folder", "Disk", "Port"
LEAST_BYTES = 1024**3
LEAST_SHARE = 0.05
PATIENCE = 1.0  # seconds for whoever listens on our port


def folder(patient: Patient) -> Iterator[Finding]:
    """Whether the data folder can be written, and by whom."""
    place = patient.settings.data_dir
    if not place.is_dir():
        yield act(FOLDER, f"{place} is not there: run `moderation keys make`, or set MODERATION_DATA_DIR.")
        return
    problem = _write(place)
    if problem and _is_needed(patient):
        yield act(FOLDER, f"{place} cannot be written ({problem}): give it to the service's user.")
    elif problem:
        yield look(FOLDER, f"{place} cannot be written ({problem}); only counters for /metrics need it here.")
    elif place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield act(FOLDER, f"others of this machine may reach {place}: run `chmod 0700 {place}`.")
    else:
        yield well(FOLDER, f"{place} can be written, and is its owner's alone.")


def disk(patient: Patient) -> Iterator[Finding]:
    """Free space where the data folder and the SQLite file are."""
    places = {patient.settings.data_dir}
    if patient.database and patient.database.is_sqlite:
        places.add(Path(str(patient.database.url.database)).parent)
    disks = {place.stat().st_dev: place for place in sorted(places) if place.is_dir()}
    for place in disks.values():
        space = shutil.disk_usage(place)
        free = f"{space.free / 1024**3:.1f} GiB free for {place}"
        if space.free < LEAST_BYTES:
            yield act(DISK, f"only {free}: make room; when it is full, comments are refused with 503.")
        elif space.free < LEAST_SHARE * space.total:
            yield look(DISK, f"{free}, less than {LEAST_SHARE:.0%} of the disk.")
        else:
            yield well(DISK, f"{free}.")


def port(patient: Patient) -> Iterator[Finding]:
    """Whether the web's address is free, or ours already."""
    settings = patient.settings
    try:
        check_bind(settings.host, settings.port)
    except Trouble as trouble:
        if _is_ours(settings):
            yield well(PORT, f"{settings.bind} is served by this service.")
        else:
            yield act(PORT, str(trouble))
    else:
        yield well(PORT, f"{settings.bind} is free; no web of ours runs there.")


def _write(place: Path) -> str:
    """What keeps us from writing there; empty if nothing does."""
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _is_needed(patient: Patient) -> bool:
    """Whether something that cannot be done without lives in the data folder."""
    own_redis = not patient.settings.redis_url.get_secret_value()
    return own_redis or patient.database is None or patient.database.is_sqlite


def _is_ours(settings: Settings) -> bool:
    connection = HTTPConnection(settings.host.replace("0.0.0.0", "127.0.0.1"), settings.port, timeout=PATIENCE)  # noqa: S104 - asked, not bound
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read(10) == b"ok\n"
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
