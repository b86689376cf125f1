"""The containers, as far as they can be told without an engine: what the Dockerfile and docker-compose.yml say.

That the same commands work beside each other, natively, is
``tests/journeys/test_a_comments_way.py::test_web_and_worker_run_apart_with_services_of_the_operator``.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest
import redis
import yaml

from moderation.adapters.broker import Doorbell, connect
from moderation.adapters.limiter import SCRIPT
from moderation.cli import commands
from moderation.runtime.redis_server import bundled
from moderation.settings import KEY_FILES, PREFIX, Settings
from tests.test_dev import PROJECT, ROOT

FILE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
LASTING = ["public", "console", "worker"]
ONCE = ["keys", "hand-out-keys", "migrate"]
GROUND = ["postgres", "redis"]
BY_HAND = ["vault"]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
GIVEN = {"POSTGRES_PASSWORD": "given", "REDIS_PASSWORD": "given", "PUBLIC_URL": "https://comments.example"}
REQUIRED = re.compile(r"\$\{([A-Z_]+):\?")
PRIVATE = "all-keys"  # the volume that holds the private key

every_service = pytest.mark.parametrize("name", SERVICES)
every_service_of_ours = pytest.mark.parametrize("name", OURS)


def instructions(keyword: str) -> list[str]:
    """What stands after an instruction of the Dockerfile, wherever it is given."""
    return re.findall(rf"^{keyword} (.+)$", DOCKERFILE, re.MULTILINE)


def stages() -> list[str]:
    """The Dockerfile's stages."""
    return re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)[1:]


def environment(name: str) -> dict[str, str]:
    """The variables of a service."""
    return {variable: str(value) for variable, value in SERVICES[name].get("environment", {}).items()}


def volumes(name: str) -> dict[str, str]:
    """The volumes of a service, and where they are mounted."""
    return dict(mount.split(":", 1) for mount in SERVICES[name].get("volumes", []))


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words call, and what is left for it."""
    command: click.Command = commands
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    return command, words


# --- the compose file: every part -----------------------------------------------------------------


def test_these_are_the_parts() -> None:
    assert set(SERVICES) == {*LASTING, *ONCE, *GROUND, *BY_HAND}
    assert set(OURS) == {*LASTING, *ONCE, *BY_HAND}


@every_service
def test_no_part_can_write_to_its_own_files(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert "/tmp" in SERVICES[name]["tmpfs"]  # noqa: S108 - in the container


@every_service
def test_no_part_has_rights_it_could_abuse(name: str) -> None:
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "devices"} & SERVICES[name].keys()


@every_service
def test_no_part_is_root(name: str) -> None:
    """Ours by the image's USER, the others by their own name."""
    user = SERVICES[name].get("user", instructions("USER")[-1] if name in OURS else "root")

    assert str(user).split(":")[0] not in {"", "0", "root"}


@every_service
def test_every_part_may_be_started_more_than_once(name: str) -> None:
    assert "container_name" not in SERVICES[name]


@pytest.mark.parametrize("name", LASTING + GROUND)
def test_what_should_run_is_restarted_watched_and_given_time_to_end(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > 8  # the supervisor takes that long


@pytest.mark.parametrize("name", ONCE + BY_HAND)
def test_what_runs_once_is_not_restarted(name: str) -> None:
    assert SERVICES[name]["restart"] == "no"


@pytest.mark.parametrize("name", GROUND)
def test_foreign_images_are_pinned_by_tag(name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d+(\.\d+)*(-[a-z]+)?", SERVICES[name]["image"])


# --- order and reach ------------------------------------------------------------------------------


def test_keys_come_before_the_database_and_that_before_everything_else() -> None:
    completed, healthy = {"condition": "service_completed_successfully"}, {"condition": "service_healthy"}

    assert SERVICES["hand-out-keys"]["depends_on"] == {"keys": completed}
    assert SERVICES["migrate"]["depends_on"] == {"hand-out-keys": completed, "postgres": healthy}
    for name in LASTING:
        assert SERVICES[name]["depends_on"] == {"migrate": completed, "redis": healthy}


@pytest.mark.parametrize("name", ["redis", "postgres", "worker", "migrate", "vault"])
def test_what_readers_need_not_reach_cannot_be_reached(name: str) -> None:
    assert "ports" not in SERVICES[name]
    assert SERVICES[name]["networks"] == ["back"]
    assert FILE["networks"]["back"]["internal"] is True


@pytest.mark.parametrize("name", ["keys", "hand-out-keys"])
def test_where_the_private_key_is_there_is_no_network(name: str) -> None:
    assert SERVICES[name]["network_mode"] == "none"


@pytest.mark.parametrize(
    ("name", "port"), [("public", "${PUBLIC_PORT:-127.0.0.1:8000}:8000"), ("console", "127.0.0.1:8001:8001")]
)
def test_the_doors_open_to_this_machine_until_a_proxy_stands_before_them(name: str, port: str) -> None:
    assert SERVICES[name]["ports"] == [port]
    assert environment(name)["MODERATION_BIND"].endswith(port[-5:])
    assert environment(name)["MODERATION_TRUSTED_PROXIES"] == (
        f"${{TRUSTED_PROXIES:-{FILE['networks']['front']['ipam']['config'][0]['subnet']}}}"
    )


@pytest.mark.parametrize(("name", "path"), [("public", "8000/readyz"), ("console", "8001/healthz")])
def test_the_web_is_asked_how_it_is_on_the_port_it_listens_on(name: str, path: str) -> None:
    assert f"http://127.0.0.1:{path}" in SERVICES[name]["healthcheck"]["test"][-1]


# --- keys and passwords ---------------------------------------------------------------------------


def test_only_the_makers_of_keys_and_what_is_run_by_hand_see_the_private_one() -> None:
    assert {name for name in SERVICES if PRIVATE in volumes(name)} == {"keys", "hand-out-keys", *BY_HAND}
    assert [name for name in SERVICES if any("SEAL_PRIVATE" in variable for variable in environment(name))] == []


def test_all_keys_but_the_private_one_are_handed_out(tmp_path: Path) -> None:
    """The very command of the compose file, in other folders."""
    made, handed_out = tmp_path / "made", tmp_path / "handed-out"
    for folder in (made, handed_out):
        folder.mkdir()
    for file in KEY_FILES.values():
        (made / file).write_text("a key\n")
    service = SERVICES["hand-out-keys"]
    script = service["command"][0].replace(volumes("keys")[PRIVATE], str(made))

    subprocess.run(
        [*service["entrypoint"], script.replace(volumes("hand-out-keys")["keys"], str(handed_out))], check=True
    )

    assert {path.name for path in handed_out.iterdir()} == set(KEY_FILES.values()) - {"seal.key"}


def test_what_has_the_private_key_and_the_database_runs_only_when_asked() -> None:
    """A service with a profile is left out by ``docker compose up``."""
    assert {name for name in SERVICES if "profiles" in SERVICES[name]} == set(BY_HAND)
    assert volumes("vault") == {"vault": "/data", PRIVATE: "/data/keys"}


@pytest.mark.parametrize("name", [*LASTING, "migrate"])
def test_what_runs_reads_its_keys_and_cannot_change_them(name: str) -> None:
    assert volumes(name)["keys"] == "/data/keys:ro"


def test_what_runs_counts_in_one_place_and_writes_nowhere_else() -> None:
    for name in LASTING:
        assert volumes(name) == {"keys": "/data/keys:ro", "metrics": "/data/run/metrics"}
    assert volumes("migrate") == {"keys": "/data/keys:ro"}


def test_without_passwords_and_addresses_nothing_starts() -> None:
    """No password has a default, and none stands in the file."""
    text = (ROOT / "docker-compose.yml").read_text()

    assert set(REQUIRED.findall(text)) == set(GIVEN)
    assert re.findall(r"\$\{[A-Z_]*(?:PASSWORD|SECRET|KEY)[A-Z_]*:?-", text) == []
    for name in SERVICES:
        secrets = {key: value for key, value in environment(name).items() if "PASSWORD" in key}
        assert all(REQUIRED.match(value) for value in secrets.values()), name


# --- commands and settings are real ---------------------------------------------------------------


@every_service_of_ours
def test_every_command_is_one_of_ours(name: str) -> None:
    service = SERVICES[name]
    if "entrypoint" in service:
        assert name == "hand-out-keys"
        return
    command, words = command_of(service["command"])

    command.make_context(command.name, list(words))


def test_a_worker_is_well_when_the_doctor_says_so() -> None:
    program, *words = SERVICES["worker"]["healthcheck"]["test"][1:]

    assert program == "moderation"
    assert command_of(words)[0].name == "doctor"


@every_service
def test_every_setting_exists(name: str) -> None:
    named = {variable.removeprefix(PREFIX).lower() for variable in environment(name) if variable.startswith(PREFIX)}

    assert named <= set(Settings.model_fields)


# --- Redis ----------------------------------------------------------------------------------------


@pytest.fixture
def redis_of_the_file(tmp_path: Path) -> Iterator[str]:
    """A Redis started by the script of the compose file, on a socket of its own; the socket's path."""
    program, socket = bundled(), f"{tmp_path}/s"
    assert program
    entrypoint, (script,) = SERVICES["redis"]["entrypoint"], SERVICES["redis"]["command"]
    for theirs, here in {
        "$$": "$",
        "/tmp/users.acl": f"{tmp_path}/users.acl",  # noqa: S108 - in the container
        "redis-server": program,
        "--dir /data": f"--dir {tmp_path} --port 0 --unixsocket {socket}",
    }.items():
        assert theirs in script
        script = script.replace(theirs, here)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*entrypoint, script], env=os.environ | {"REDIS_PASSWORD": "pass 'word'"}, stdout=log, stderr=log
        )
    try:
        while not Path(socket).exists():
            assert process.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.02)
        yield socket
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.mark.process
def test_redis_lets_the_service_in_and_nobody_else(redis_of_the_file: str) -> None:
    url = f"unix://moderation:pass%20%27word%27@{redis_of_the_file}"
    with redis.Redis(unix_socket_path=redis_of_the_file) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    bell, ours = Doorbell(url), connect(url)

    assert bell.ring_now()
    assert bell.count_workers() == 0
    assert ours.register_script(SCRIPT)(keys=["moderation:limit:x"], args=[1000, 1]) == 0
    for forbidden in (("CONFIG", "GET", "dir"), ("FLUSHALL",), ("KEYS", "*"), ("GET", "another"), ("MODULE", "LIST")):
        with pytest.raises(redis.exceptions.NoPermissionError):
            ours.execute_command(*forbidden)  # type: ignore[no-untyped-call]


def test_redis_keeps_what_it_was_told() -> None:
    script = SERVICES["redis"]["command"][0]

    assert "--appendonly yes" in script
    assert "--maxmemory-policy noeviction" in script
    assert volumes("redis") == {"redis": "/data"}


# --- the image ------------------------------------------------------------------------------------


def test_every_stage_stands_on_a_pinned_slim_python() -> None:
    assert len(stages()) == 2
    assert all(re.match(r"FROM python:3\.\d+-slim-[a-z]+\b", stage) for stage in stages())


def test_packages_are_those_of_the_lock_by_their_hashes() -> None:
    installs = re.findall(r"pip \S+ \S+ install [^&\n]+|pip install [^&\n]+", DOCKERFILE)

    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)


def test_nothing_comes_from_the_network_but_the_packages() -> None:
    assert instructions("ADD") == []
    assert not re.search(r"\b(curl|wget|apt-get|git clone|https?://)", DOCKERFILE)


def test_the_last_stage_is_no_root_has_no_tools_and_writes_to_the_data_folder_only() -> None:
    last = stages()[-1]

    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "pip" not in last
    assert "uninstall --yes setuptools" in stages()[0]
    assert "--without-pip" in stages()[0]
    assert f"{PREFIX}DATA_DIR=/data" in last
    assert 'ENTRYPOINT ["moderation"]' in last
    assert instructions("HEALTHCHECK") == []


def copied() -> list[str]:
    """What the Dockerfile takes from the folder it is built in."""
    return [word for line in instructions("COPY") if not line.startswith("--from") for word in line.split()[:-1]]


def test_only_what_exists_and_is_let_in_is_copied() -> None:
    ignored, *let_in = [
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")
    ]

    assert ignored == "*"
    assert {line.removeprefix("!") for line in let_in if line.startswith("!")} == set(copied())
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_every_file_of_the_package_comes_with_it() -> None:
    """A template or a style that setuptools does not know of would be missing in the image, and only there."""
    package = ROOT / "moderation"
    patterns = [pattern.replace("**/", "*") for pattern in PROJECT["tool"]["setuptools"]["package-data"]["moderation"]]
    others = {
        str(path.relative_to(package))
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".mako"}
        if package / "web" / "embed" not in path.parents
        or path.parent.name == "built"  # what the element is made from stays behind
    }

    assert {name for name in others if not any(fnmatch(name, pattern) for pattern in patterns)} == set()


# --- where there is a compose -----------------------------------------------------------------


def compose() -> list[str] | None:
    """The compose of this machine."""
    for words in (["docker", "compose"], ["docker-compose"]):
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "version"], capture_output=True, check=False).returncode == 0
        ):
            return words
    return None


def test_compose_understands_the_file() -> None:
    words = compose()
    if words is None:
        pytest.skip("there is neither `docker compose` nor `docker-compose` here; its structure was checked above")
    check = [*words, "-f", str(ROOT / "docker-compose.yml"), "config", "-q"]

    with_all = subprocess.run(check, env=os.environ | GIVEN, capture_output=True, text=True, check=False)
    assert with_all.returncode == 0, with_all.stderr
    for name in GIVEN:
        rest = {key: value for key, value in (os.environ | GIVEN).items() if key != name}
        assert subprocess.run(check, env=rest, capture_output=True, check=False).returncode != 0, name
