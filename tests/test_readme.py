"""The README: its table of settings is that of the code, and what it shows of the interface is true."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from moderation.bootstrap import Context
from moderation.settings import KEY_FILES, PREFIX, Settings
from moderation.store import sites
from moderation.web.app import create_app
from tests.test_dev import ROOT

README = (ROOT / "README.md").read_text()
BEGIN, END = "<!-- settings: made from moderation/settings.py -->", "<!-- end of settings -->"
HERE = "http://127.0.0.1:8000"  # where `./dev up` listens


def default_of(name: str, field: FieldInfo) -> str:
    """What counts when nothing is said, as a reader writes it."""
    value: Any = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if name in KEY_FILES:
        return f"the file `<data>/keys/{KEY_FILES[name]}`"
    if isinstance(value, Path):
        return f"`./{value}`"
    return f"`{value}`" if value not in {"", ()} else "none"


def table() -> str:
    """The settings, in Markdown."""
    lines = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `{PREFIX}{name.upper()}` | {default_of(name, field)} | {field.description} |")
    return "\n".join(lines)


def test_the_table_of_settings_is_that_of_the_code() -> None:
    shown = README.partition(BEGIN)[2].partition(END)[0].strip()

    assert shown == table(), f"Put this between the two marks in README.md:\n\n{table()}\n"


def example() -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The curl of the README: its address, what it sends, and the answer shown below it."""
    found = re.search(r"```sh\n(curl .*?)```.*?```json\n(.*?)```", README, re.DOTALL)
    assert found
    words = shlex.split(found[1].replace("\\\n", " "))
    return words[1], json.loads(words[words.index("--data") + 1]), json.loads(found[2])


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough for a README."""
    return sqlite_url


@pytest.fixture
def demo(make_context: Callable[..., Context]) -> FlaskClient:
    """The service as ``./dev up`` serves it, with the site of its demo."""
    context = make_context(MODERATION_PUBLIC_URL=HERE)
    row = {"key": "demo", "name": "Demo", "origins": [HERE], "choices": {}}
    context.database.write(lambda connection: sites.add(connection, row, context.clock()))
    return create_app(context).test_client()


def test_the_curl_is_answered_as_it_says(demo: FlaskClient) -> None:
    address, sent, shown = example()

    answer = demo.post(address.removeprefix(HERE), json=sent)

    assert answer.status_code == 202
    passing = {"id", "submitted_at", "author_token", "status_url"}
    members = answer.get_json()
    assert members.keys() == shown.keys()
    assert {name: members[name] for name in shown if name not in passing} == {
        name: shown[name] for name in shown if name not in passing
    }
    assert [len(members[name]) for name in sorted(passing)] == [len(shown[name]) for name in sorted(passing)]
