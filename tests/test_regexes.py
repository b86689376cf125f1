"""Every regular expression of ours takes linear time, by its structure (VAL-8)."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import moderation
import workers
from tests.regexes import Analysis

CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


def modules() -> Iterator[ModuleType]:
    """Every module of ours that is not a script."""
    for package in (moderation, workers):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def written(module: ModuleType) -> Iterator[tuple[str, int]]:
    """The patterns in the text of a module, wherever they stand: given to ``re``, or as the ``pattern`` of a field."""
    assert module.__file__
    for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
        assert not (isinstance(node, ast.ImportFrom) and node.module == "re"), "say re.compile, so that it is found"
        if isinstance(node, ast.Call):
            yield from ((str(value(module, one)), flags(module, node)) for one in patterns(node))


def patterns(call: ast.Call) -> Iterator[ast.expr]:
    """What is a pattern in a call."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re":
        yield from call.args[:1] if function.attr in CALLS else []
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "pattern")


def flags(module: ModuleType, call: ast.Call) -> int:
    """The flags it is given."""
    return next((int(value(module, one)) for one in call.args[1:] if "re." in ast.unparse(one)), 0)


def value(module: ModuleType, node: ast.expr) -> Any:
    """What stands there, as the module itself would read it."""
    return eval(compile(ast.Expression(node), "pattern", "eval"), vars(module))  # noqa: S307 - our own code


def every() -> list[tuple[str, str, int]]:
    """Every pattern: those of the text, and those that modules hold, however they were made."""
    found = {(module.__name__, *one) for module in modules() for one in written(module)}
    held = ((module, thing) for module in modules() for thing in vars(module).values() if isinstance(thing, re.Pattern))
    found |= {(module.__name__, thing.pattern, thing.flags & re.IGNORECASE) for module, thing in held}
    return sorted(found)


@pytest.mark.parametrize(("module", "pattern", "flag"), every(), ids=lambda part: str(part)[:40])
def test_it_takes_linear_time(module: str, pattern: str, flag: int) -> None:
    """Whatever it is used for, and however long the text; an exception would need its reason and the input's bound here."""
    assert Analysis(pattern, flag).faults() == set()


def test_all_were_found() -> None:
    """As many as a plain search finds; a few that are made and held are found twice."""
    said = sum(len(re.findall(r"\bre\.\w+\(|\bpattern=", path.read_text())) for path in sources())

    assert len(every()) >= said > 30


def sources() -> list[Path]:
    """Our own files."""
    found = [path for package in (moderation, workers) for path in Path(package.__path__[0]).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (r"(a+)+$", "nested"), (r"([a-z]{1,5})*1", "nested"), (r"(?:a?)*b", "nested"), (r"(\w+\s?)*!", "nested"),
        (r"(a|ab)*c", "fork"), (r"(?:\d\d|[0-9]x)+y", "fork"),
        (r"a*a*b", "adjacent"), (r"\d+\w*!", "adjacent"), (r".*,.*;", "adjacent"), (r"\A[a-z]+-?[a-z]+\Z", "adjacent"),
        (r"(?i)\A[a-c]*b?[B-D]*\Z", "adjacent"), (r"\A(a)\1*a*b", "adjacent"),
        (r"a+b", "restart"), (r"\s+\Z", "restart"), (r"(?<=[ab])b+c", "restart"),
    ],
)  # fmt: skip
def test_it_would_be_found(pattern: str, fault: str) -> None:
    assert fault in Analysis(pattern).faults()


@pytest.mark.parametrize(
    "pattern", [r"\A[a-z]+-[a-z]+\Z", r"[a-z]+", r":[0-9]*\Z", r"(?<=x)a+b", r"(?:ab|c)*d?", r"[a-z]{1,40}!", r"(a)\1+"]
)
def test_nothing_harmless_would_be(pattern: str) -> None:
    assert Analysis(pattern).faults() == set()
