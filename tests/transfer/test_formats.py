"""Reading what other systems export."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation.domain.comment import Status
from moderation.domain.moved import Left, MoveError, Page, Said, Told
from moderation.transfer import READERS
from tests.exports import SAMPLES, isso

FILES = {"wordpress": "wordpress.xml", "disqus": "disqus.xml", "remark42": "remark42.jsonl"}


def told(source: str, path: Path) -> list[Told]:
    return list(READERS[source](path, lambda _: None))


def said(found: list[Told]) -> dict[str, Said]:
    return {one.name: one for one in found if isinstance(one, Said)}


def test_wordpress() -> None:
    found = told("wordpress", SAMPLES / "wordpress.xml")

    comments = said(found)
    assert {name: one.status for name, one in comments.items()} == {
        "101": Status.APPROVED, "102": Status.APPROVED, "103": Status.PENDING, "104": Status.SPAM, "105": Status.REJECTED,
        "108": Status.APPROVED,
    }  # fmt: skip
    assert comments["102"].parent == "101"
    assert comments["102"].at == datetime(2019, 3, 1, 10, tzinfo=UTC)
    assert comments["102"].body.endswith("Fin ]]> &lt;b&gt;pas gras&lt;/b&gt;")
    assert comments["103"].at == datetime(2019, 3, 2, 10, tzinfo=UTC)
    pages = [one for one in found if isinstance(one, Page)]
    assert (pages[0].name, pages[0].title, pages[0].closed) == ("11", "المكتبة الجديدة & الحي", True)
    assert [one.name for one in pages] == ["11", "12", "13"]
    assert [(one.reason, one.place) for one in found if isinstance(one, Left)] == [("kind", 80), ("malformed", 88)]


def test_disqus() -> None:
    found = told("disqus", SAMPLES / "disqus.xml")

    comments = said(found)
    assert comments["9002"].parent == "9001"
    assert (comments["9003"].status, comments["9004"].status) == (Status.SPAM, Status.REJECTED)
    assert comments["9001"].writer.mark == "fatima"
    assert [(one.name, one.closed) for one in found if isinstance(one, Page)] == [("500", False), ("501", True)]


def test_remark42() -> None:
    found = told("remark42", SAMPLES / "remark42.jsonl")

    comments = said(found)
    assert comments["b2"].writer.name == "Yassine & Co"
    assert comments["b2"].standing.staff
    assert comments["b2"].at == datetime(2020, 1, 2, 9, 30, 0, 123456, tzinfo=UTC)
    assert comments["a1"].writer.email == "fatima@example.ma"
    assert comments["a1"].standing.pinned_at
    assert comments["d4"].body == "Last & *word*"
    assert [one.closed for one in found if isinstance(one, Page)] == [False, True]
    assert [(one.place, one.reason) for one in found if isinstance(one, Left)] == [
        (4, "malformed"),
        (5, "deleted"),
        (7, "malformed"),
    ]


def test_isso_is_only_read(tmp_path: Path) -> None:
    path = isso(tmp_path)
    path.chmod(0o400)

    found = told("isso", path)

    comments = said(found)
    assert (comments["1"].status, comments["2"].status) == (Status.APPROVED, Status.PENDING)
    assert comments["2"].parent == "1"
    assert comments["2"].edited_at
    assert [(one.place, one.reason) for one in found if isinstance(one, Left)] == [(3, "deleted"), (4, "malformed")]


@pytest.mark.parametrize("source", ["wordpress", "disqus", "remark42"])
def test_compressed_files_are_read_too(source: str, tmp_path: Path) -> None:
    packed = tmp_path / "export.gz"
    packed.write_bytes(gzip.compress((SAMPLES / FILES[source]).read_bytes()))

    assert told(source, packed) == told(source, SAMPLES / FILES[source])


@pytest.mark.parametrize("source", list(READERS))
@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<html></html>", b"{}", b"[1]", b"\x1f\x8bnothing", b"\x00" * 2000]
)
def test_what_is_no_such_export_is_said_to_be_none(source: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(content)

    with pytest.raises(MoveError):
        told(source, path)


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE disqus SYSTEM "file:///etc/passwd"><disqus></disqus>"""


@pytest.mark.parametrize(("source", "content"), [("wordpress", BOMB), ("disqus", OUTSIDE), ("disqus", BOMB)])
def test_a_document_type_is_refused(source: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text(content)

    with pytest.raises(MoveError, match="declares"):
        told(source, path)


def test_an_element_without_end_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text("<rss>" + "<a>" * 200)

    with pytest.raises(MoveError, match="nested"):
        told("wordpress", path)


def _read_on(reading: Iterator[Told], found: list[Told]) -> None:
    for one in reading:
        found.append(one)  # noqa: PERF402 - what was read must be there when it breaks


@pytest.mark.parametrize(
    "make", [lambda text: text[: len(text) * 2 // 3], lambda text: text.replace("</disqus>", "<broken></disqus>")]
)
def test_what_came_before_the_break_is_told(make: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(make((SAMPLES / "disqus.xml").read_text()))
    reading, found = READERS["disqus"](path, lambda _: None), list[Told]()

    with pytest.raises(MoveError, match=r"at line \d+"):
        _read_on(reading, found)

    assert "9002" in said(found)
