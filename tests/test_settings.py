"""The environment: every variable of the contract is read, and what is wrong is named without being repeated."""

from pathlib import Path

import pytest

from moderation import bootstrap
from moderation.bootstrap import ConfigurationError, configure
from moderation.settings import KEY_FILES, PREFIX, Settings, read

SECRET = "hunter2"
KEY = "k" * 43
CONTRACT = {
    "DATA_DIR", "DATABASE_URL", "REDIS_URL", "BIND", "PUBLIC_URL", "TRUSTED_PROXIES", "SEAL_PUBLIC_KEY", "SEAL_PRIVATE_KEY",
    "FINGERPRINT_KEY", "SECRET_KEY", "RATE_LIMITS", "WEB_PROCESSES", "WORKER_PROCESSES", "LOG_LEVEL", "LOG_FORMAT",
}  # fmt: skip
BEYOND = {  # ours
    "SQLITE_JOURNAL",  # an operator may know better than the list of safe versions
    "OPINION_NETWORKS",  # and which private places may be asked for an opinion
}


def settings(**values: str) -> Settings:
    """Settings from an environment, without the prefix."""
    return read({PREFIX + name: value for name, value in values.items()})


@pytest.fixture
def complaint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment in which only the data folder is set."""
    monkeypatch.setenv("MODERATION_DATA_DIR", str(tmp_path))
    return monkeypatch


def test_every_variable_of_the_contract_is_a_setting() -> None:
    assert {name.upper() for name in Settings.model_fields} == CONTRACT | BEYOND
    assert all(field.description for field in Settings.model_fields.values())


def test_without_any_there_is_a_service_on_this_machine(tmp_path: Path) -> None:
    found = settings(DATA_DIR=str(tmp_path))

    assert (found.host, found.port, found.is_loopback) == ("127.0.0.1", 8000, True)
    assert found.outside == "http://127.0.0.1:8000"
    assert found.origins == ("http://127.0.0.1:8000", "http://localhost:8000")
    assert found.database == f"sqlite:///{tmp_path}/moderation.sqlite"
    assert found.processes >= (1, 1)
    assert found.rate_limits == "on"


def test_what_is_given_counts(tmp_path: Path) -> None:
    found = settings(
        DATA_DIR=str(tmp_path), DATABASE_URL="postgresql+psycopg:///x", BIND="[::1]:80", PUBLIC_URL="HTTPS://News.Example:443/c/",
        TRUSTED_PROXIES="10.0.0.0/8, ::1", OPINION_NETWORKS="10.8.0.0/24", WEB_PROCESSES="3", WORKER_PROCESSES="4", LOG_LEVEL="debug", LOG_FORMAT="text",
    )  # fmt: skip

    assert (found.host, found.port, found.is_loopback) == ("::1", 80, True)
    assert (found.outside, found.origins) == ("https://news.example/c", ("https://news.example",))
    assert found.database == "postgresql+psycopg:///x"
    assert [str(network) for network in found.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert [str(network) for network in found.opinion_networks] == ["10.8.0.0/24"]
    assert found.processes == (3, 4)


@pytest.mark.parametrize("name", KEY_FILES)
def test_a_key_comes_from_the_variable_its_file_or_the_data_folder(tmp_path: Path, name: str) -> None:
    chosen, usual = tmp_path / "chosen", tmp_path / "keys" / KEY_FILES[name]
    usual.parent.mkdir()
    chosen.write_text("chosen\n")
    usual.write_text("usual\n")
    variable, data = name.upper(), str(tmp_path)

    def key(**values: str) -> str:
        return str(getattr(settings(DATA_DIR=data, **values), name).get_secret_value())

    assert key() == "usual"
    assert key(**{f"{variable}_FILE": str(chosen)}) == "chosen"
    assert key(**{variable: "given", f"{variable}_FILE": str(chosen)}) == "given"


def test_secrets_are_not_shown() -> None:
    shown = repr(
        settings(SECRET_KEY=SECRET, DATABASE_URL=f"postgresql://u:{SECRET}@h/x", REDIS_URL=f"redis://:{SECRET}@h")
    )

    assert SECRET not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BIND", "hunter2"), ("BIND", "hunter2:"), ("BIND", "hunter2:65536"), ("BIND", "hunter2:٨٠"), ("BIND", ":80"),
        ("PUBLIC_URL", "hunter2"), ("PUBLIC_URL", "ftp://hunter2/"), ("PUBLIC_URL", "https://hunter2@x/"), ("PUBLIC_URL", "https://x/?hunter2"),
        ("TRUSTED_PROXIES", "hunter2"), ("TRUSTED_PROXIES", "10.0.0.1/8"), ("OPINION_NETWORKS", "hunter2"), ("RATE_LIMITS", "hunter2"), ("WEB_PROCESSES", "hunter2"),
        ("WEB_PROCESSES", "-1"), ("WORKER_PROCESSES", "65"), ("SQLITE_JOURNAL", "hunter2"), ("LOG_LEVEL", "hunter2"), ("LOG_FORMAT", "hunter2"), ("HUNTER", "x"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_not_repeated(complaint: pytest.MonkeyPatch, name: str, value: str) -> None:
    complaint.setenv(PREFIX + name, value)

    with pytest.raises(ConfigurationError) as error:
        configure()

    assert str(error.value).count(PREFIX + name) >= 1
    assert PREFIX + name + "_" not in str(error.value)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("address", ["hunter2", "mysql://u:hunter2@h/x", "sqlite+hunter2:///x", ""])
def test_an_unknown_database_is_named_and_not_repeated(complaint: pytest.MonkeyPatch, address: str) -> None:
    for name in KEY_FILES:
        complaint.setenv(PREFIX + name.upper(), KEY)
    complaint.setenv("MODERATION_DATABASE_URL", address or "://")

    with pytest.raises(ConfigurationError, match=r"^MODERATION_DATABASE_URL is no SQLAlchemy URL") as error:
        bootstrap.build(configure(), "unix:///nonexistent")

    assert SECRET not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"hunter2", b"\xff\xfe" * 16])
def test_what_is_no_key_is_named_and_not_repeated(
    complaint: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    complaint.setenv("MODERATION_SEAL_PUBLIC_KEY", KEY)
    complaint.setenv("MODERATION_FINGERPRINT_KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(ConfigurationError, match=r"^MODERATION_FINGERPRINT_KEY is not 32 bytes") as error:
        bootstrap.build(configure(), "unix:///nonexistent")

    assert SECRET not in str(error.value)


def test_a_missing_key_is_named_with_its_remedy(complaint: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match=r"^MODERATION_SEAL_PUBLIC_KEY is missing: set it or .*_FILE, or let"):
        bootstrap.build(configure(), "unix:///nonexistent")


def test_a_key_file_that_was_named_must_be_there(complaint: pytest.MonkeyPatch, tmp_path: Path) -> None:
    complaint.setenv("MODERATION_SECRET_KEY_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(ConfigurationError, match=r"key file cannot be read .*nowhere"):
        configure()


@pytest.mark.parametrize(
    ("bind", "allowed"),
    [("127.0.0.1:80", True), ("127.8.8.8:80", True), ("[::1]:80", True), ("localhost:80", True), ("0.0.0.0:80", False),
     ("192.0.2.1:80", False), ("[::]:80", False), ("localhost.evil.example:80", False)],
)  # fmt: skip
def test_limits_go_off_on_this_machine_only(bind: str, allowed: bool) -> None:  # noqa: FBT001 - the table's column
    if allowed:
        assert settings(BIND=bind, RATE_LIMITS="off").rate_limits == "off"
    else:
        with pytest.raises(ValueError, match="MODERATION_RATE_LIMITS=off is for loopback"):
            settings(BIND=bind, RATE_LIMITS="off")


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert settings(RATE_LIMITS="", PUBLIC_URL="", WEB_PROCESSES="").rate_limits == "on"
