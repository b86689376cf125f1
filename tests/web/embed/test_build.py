"""The element as it is shipped: made from its sources, small, and clean enough for the strictest page."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel import Locale

from moderation.adapters.wording import LANGUAGES
from moderation.web.public.embed import FILE
from moderation.web.words import embed
from tests.test_dev import ROOT

ROOM = ROOT / "moderation" / "web" / "embed"
SOURCES = sorted((ROOM / "source").iterdir())
MOST = 10_240  # bytes by gzip -9, with styles and all three languages
PACKED = {code: code - 0x5E1 for code in range(0x621, 0x653)}  # Arabic letters, as build.mjs writes them
FORBIDDEN = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "style=",
    ".style.",
    "DOMParser",
)
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|(min-|max-)?(width|height))\s*:|text-align:\s*(left|right)|(margin|padding|border)-(left|right|top|bottom)"
)


def test_r01_what_every_reader_loads_is_small() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9, mtime=0)) <= MOST


def test_the_committed_file_is_what_its_sources_make(tmp_path: Path) -> None:
    """Only who changes the element needs node; on all other machines the committed file is taken as it is."""
    if not shutil.which("node") or not (ROOM / "node_modules").is_dir():
        pytest.skip("There is no node, or no esbuild: npm ci in moderation/web/embed, then this compares.")
    made = tmp_path / "embed.js"

    subprocess.run(("node", "build.mjs", str(made)), cwd=ROOM, check=True)

    assert made.read_bytes() == FILE.read_bytes(), "npm run build in moderation/web/embed, and commit what it made"


def test_the_words_are_those_of_the_catalogues() -> None:
    made = embed.table()

    assert (ROOM / "source" / "table.ts").read_text() == made, "npm run build in moderation/web/embed"
    assert all(word.translate(PACKED) in FILE.read_text() for language in LANGUAGES for word in embed.words(language))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_r05_no_source_does_what_a_strict_page_forbids(path: Path) -> None:
    assert [word for word in FORBIDDEN if word in path.read_text()] == []


def test_r06_styles_know_no_left_and_no_right() -> None:
    assert PHYSICAL.findall((ROOM / "source" / "style.css").read_text()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_r07_every_category_of_the_cldr_has_its_form(language: str) -> None:
    forms, rule = embed.counts(language), Locale.parse(language).plural_form

    assert forms["other"]
    assert forms.keys() <= {*rule.tags, "other"}
    assert len(set(forms.values())) == len(forms)


def test_r07_arabic_counts_in_six_forms() -> None:
    assert set(embed.counts("ar")) == {"zero", "one", "two", "few", "many", "other"}


def test_r07_a_category_that_no_number_reaches_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "SAMPLES", range(3))

    with pytest.raises(LookupError, match="few"):
        embed.counts("ar")


def test_the_script_can_tell_its_words_apart() -> None:
    for language in LANGUAGES:
        words = embed.words(language)
        assert len(words) == len(embed.WORDS)
        assert not [word for word in words if embed.BETWEEN in word or word.count(embed.GIVEN) > 1]
        assert [word.count(embed.GIVEN) for word in words] == [word.count(embed.GIVEN) for word in embed.words("en")]


def test_what_builds_it_is_pinned() -> None:
    lock = (ROOM / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') >= 2
    assert '"esbuild": "0.28.2"' in (ROOM / "package.json").read_text()
