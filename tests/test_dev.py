"""The way in: ``./dev``, and the lists of what it installs."""

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "tests/requirements.lock"]
MEASURING = ["bench/requirements.lock", "bench/peers.lock", "bench/peers-build.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
INDEX_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "index-" + "url =",
    "npmjs" + ".org",
)  # split: this file is looked at


def locked(lock: str) -> dict[str, str]:
    """Names and versions."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def files() -> list[Path]:
    """All files that are, or would be, part of the repository."""
    command = ("git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_dev_is_plain_shell() -> None:
    subprocess.run(("dash", "-n", str(ROOT / "dev")), check=True)


@pytest.mark.parametrize("verb", [[], ["dance"]])
def test_anything_else_explains_itself(verb: list[str]) -> None:
    done = subprocess.run((str(ROOT / "dev"), *verb), capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "./dev up" in done.stderr


def test_help_is_no_error() -> None:
    done = subprocess.run((str(ROOT / "dev"), "--help"), capture_output=True, text=True, check=True)

    assert "./dev test" in done.stdout


def test_no_file_names_a_package_index() -> None:
    naming = [path for path in files() if any(host.encode() in path.read_bytes() for host in INDEX_HOSTS)]

    assert naming == []


@pytest.mark.parametrize("lock", [*LOCKS, *MEASURING])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    packages = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", (ROOT / lock).read_text(), flags=re.MULTILINE))

    assert len(packages) == len(locked(lock))
    assert all("--hash=sha256:" in package for package in packages)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]),
        ("tests/requirements.lock", PROJECT["project"]["optional-dependencies"]["test"]),
    ],
)
def test_the_lock_fulfils_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    versions = locked(lock)

    unmet = [
        need
        for need in map(Requirement, wanted)
        if versions.get(canonicalize_name(need.name), "0") not in need.specifier
    ]

    assert unmet == []


def test_the_two_locks_agree() -> None:
    run, test = map(locked, LOCKS)

    assert {name: run[name] for name in run.keys() & test.keys()} == {
        name: test[name] for name in run.keys() & test.keys()
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_installed_is_what_is_locked(lock: str) -> None:
    asked = [Requirement(need) for need in PROJECT["project"]["dependencies"]]
    names = {canonicalize_name(need.name) for need in asked} & locked(lock).keys()

    assert {name: version(name) for name in names} == {name: locked(lock)[name] for name in names}
