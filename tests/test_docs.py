"""What the documents name exists: links, commands, tests, files, functions, settings, packages. What they must not name is not there."""

import importlib
import re
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement

from moderation.cli import commands
from moderation.settings import KEY_FILES, PREFIX, Settings
from tests.test_dev import INDEX_HOSTS, PROJECT, ROOT

NAMES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").rglob("*.md"))]
COMPOSE = "docker-compose.yml"
FORBIDDEN = (*INDEX_HOSTS, "/" + "work/", "/" + "root/", "/" + "home/")  # split: this file is looked at
COMMAND = re.compile(r"(?:^|[`(/ ])moderation((?: (?:--)?[a-z][a-z-]*)+)", re.MULTILINE)
TEST = re.compile(r"(tests/[\w/]+\.py)(?:::(test_\w+))?")
FILE = re.compile(r"`((?:moderation|workers|tests|docs)/[\w/*-]*(?:/|\.(?:py|po|md|lock)))`")
SUFFIXES = {"py", "po", "md", "html", "css", "lock", "toml", "yml", "json", "sqlite"}
PART = re.compile(r"`((?:\w+/)*\w+)\.(\w+)((?:\.\w+)*)(?:\(\w*\))?`")  # such as `services/review.decide`
ROOMS = ("web", "services", "store", "adapters", "domain", "checks", "runtime", "cli", "workers")
SETTING = re.compile(PREFIX + r"([A-Z_]+[A-Z])\b")
HEADINGS = ["## Context", "## Decision", "## Status", "## Consequences"]

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def anchors(page: Path) -> set[str]:
    """What a link may point to within a page, as the usual renderers name it."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def missing(page: Path, link: str) -> bool:
    """Whether a relative link leads nowhere."""
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def called(text: str) -> list[list[str]]:
    """The words after ``moderation`` wherever a command is written: in code, in blocks, in a container."""
    code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return [found.split() for part in code for found in COMMAND.findall(part)]


def unknown(words: list[str]) -> bool:
    """Whether these words name no command of ours; of a group, a command has to follow."""
    command: click.Command = commands
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("--"):
            break
        if word not in command.commands:
            return True
        command = command.commands[word]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
    return any(word.startswith("--") and word not in options for word in words)


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())

    assert [link for link in links if not re.match(r"https?://", link) and missing(page, link)] == []


@every_page
def test_every_command_exists(page: Path) -> None:
    assert [words for words in called(page.read_text()) if unknown(words)] == []


def test_the_search_would_find_a_command_that_does_not_exist() -> None:
    text = "`moderation web --surface all`, `moderation reveal`, `.venv/bin/moderation token make ada`, `moderation up --fast`"

    assert [words[:2] for words in called(text) if unknown(words)] == [["reveal"], ["token", "make"], ["up", "--fast"]]


def test_every_command_is_in_the_readme() -> None:
    named = {" ".join(words[:2]) for words in called((ROOT / "README.md").read_text())}
    groups = {name: command for name, command in commands.commands.items() if isinstance(command, click.Group)}
    ours = {f"{name} {one}" for name, group in groups.items() for one in group.commands}

    assert ours | (set(commands.commands) - set(groups)) <= named


@every_page
def test_every_test_exists(page: Path) -> None:
    named = TEST.findall(page.read_text())

    assert [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).exists() or (test and f"def {test}(" not in (ROOT / file).read_text())
    ] == []


def parts(text: str) -> list[tuple[str, list[str]]]:
    """Modules of ours, and what is named of them."""
    found = [
        (module.removeprefix("moderation/"), f"{first}{more}".split(".")) for module, first, more in PART.findall(text)
    ]
    return [(module, names) for module, names in found if module.split("/")[0] in ROOMS and names[0] not in SUFFIXES]


def lost(module: str, names: list[str]) -> bool:
    """Whether there is no such module, or no such thing in it."""
    dotted = module.replace("/", ".")
    thing: object = importlib.import_module(dotted if dotted.startswith("workers") else f"moderation.{dotted}")
    for name in names:
        if not hasattr(thing, name):
            return True
        thing = getattr(thing, name)
    return False


@every_page
def test_every_part_exists(page: Path) -> None:
    assert [named for named in parts(page.read_text()) if lost(*named)] == []


def test_the_architecture_names_its_parts() -> None:
    named = parts((ROOT / "docs/architecture.md").read_text())

    assert ("services/submit", ["submit"]) in named
    assert len(named) > 20
    assert lost("services/submit", ["postpone"])


@every_page
def test_every_file_exists(page: Path) -> None:
    named = {name for name in FILE.findall(page.read_text()) if "xx" not in name}

    assert [name for name in named if not list(ROOT.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / COMPOSE, ROOT / "Dockerfile"], ids=lambda page: page.name)
def test_every_setting_exists(page: Path) -> None:
    known = {name.upper() for name in Settings.model_fields}
    known |= {f"{name.upper()}_FILE" for name in KEY_FILES}

    assert set(SETTING.findall(page.read_text())) - known == set()


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / COMPOSE, ROOT / "Dockerfile", ROOT / ".dockerignore"], ids=lambda page: page.name
)
def test_no_page_names_a_package_index_or_somebodys_machine(page: Path) -> None:
    assert [word for word in FORBIDDEN if word in page.read_text()] == []


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs/dependencies.md").read_text()
    needs = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    wanted = {Requirement(need).name for need in needs + PROJECT["build-system"]["requires"]}

    assert {name for name in wanted if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs/adr").glob("0*.md")), ids=lambda page: page.name)
def test_every_decision_has_its_four_parts_and_its_place(page: Path) -> None:
    lines = page.read_text().splitlines()
    title = lines[0].removeprefix(f"# {int(page.name[:4])}. ")

    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    assert "change our mind" in page.read_text()
    assert f"{int(page.name[:4])}. [{title}]({page.name})" in (ROOT / "docs/adr/README.md").read_text().splitlines()
