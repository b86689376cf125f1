"""``privacy``: what one person can ask for; and that the answer does not tell whether we know them."""

import json
import re
from pathlib import Path

import pytest

from moderation.bootstrap import Context
from tests.cli.conftest import Run, hand_in

ZAHRA = "Zahra.Canary@journal.ma"


@pytest.fixture
def written(news: Context) -> Context:
    """A site on which Zahra has written twice."""
    for body in ("Un premier commentaire.", "Un autre commentaire."):
        hand_in(news, email=ZAHRA, body=body, name="Zahra")
    return news


def test_it_says_how_much_is_kept(run: Run, written: Context) -> None:
    said = run("privacy", "find", ZAHRA)

    assert said.code == 0
    assert re.match(r"news\treceived=2\taddresses=2\t\d{4}-\d\d-\d\d\t\d{4}-\d\d-\d\d\tnotes=0\n", said.out)
    assert "login of a moderator: no" in said.out


def test_another_spelling_is_the_same_person(run: Run, written: Context) -> None:
    assert "received=2" in run("privacy", "find", ZAHRA.upper()).out


def test_the_address_may_come_by_standard_input(run: Run, written: Context) -> None:
    assert "received=2" in run("privacy", "find", "-", stdin=f"{ZAHRA}\n").out


def test_all_that_is_kept_is_handed_out(run: Run, written: Context, tmp_path: Path) -> None:
    file = tmp_path / "zahra.json"

    assert run("privacy", "export", ZAHRA, "--output", str(file)).code == 0

    kept = json.loads(file.read_text())
    first = kept["sites"][0]["comments"][0]
    assert (first["name"], first["email"], first["text"]) == (
        "Zahra",
        "Zahra.Canary@journal.ma",
        "Un premier commentaire.",
    )
    assert first["status"] == "received"
    assert len(kept["sites"][0]["comments"]) == 2
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_the_key_is_not_the_address_stays_masked(run: Run, written: Context, data: Path) -> None:
    (data / "keys" / "seal.key").rename(data / "elsewhere")

    kept = json.loads(run("privacy", "export", ZAHRA).out)

    assert kept["sites"][0]["comments"][0]["email"] == "Z***@j***.ma"


def test_erased_is_erased(run: Run, written: Context) -> None:
    assert run("privacy", "erase", ZAHRA).code == 0

    assert "news\t-\taddresses=0\t-\t-\tnotes=0\n" in run("privacy", "find", ZAHRA).out
    assert json.loads(run("privacy", "export", ZAHRA).out)["sites"][0]["comments"] == []
    assert run("audit", "verify").code == 0


@pytest.mark.parametrize("verb", ["find", "export", "erase"])
def test_somebody_unknown_gets_the_same_answer(run: Run, written: Context, verb: str) -> None:
    """After an erasure, a known person and a stranger cannot be told apart."""
    run("privacy", "erase", ZAHRA)
    known, stranger = (run("privacy", verb, address) for address in (ZAHRA, "nobody@example.ma"))

    def shape(text: str) -> str:
        return re.sub(r'"(address|taken_at)": "[^"]*"', r'"\1"', text)

    assert known.code == stranger.code == 0
    assert shape(known.out) == shape(stranger.out)
    assert known.err == stranger.err == ""


def test_another_site_is_left_alone(run: Run, written: Context) -> None:
    run("site", "add", "other", "--name", "Other", "--origin", "https://other.example")

    run("privacy", "erase", ZAHRA, "--site", "other")

    assert "received=2" in run("privacy", "find", ZAHRA).out


def test_no_address_is_refused_without_being_repeated(run: Run, written: Context) -> None:
    said = run("privacy", "find", "zahra at journal")

    assert said.code == 2
    assert "zahra at" not in said.err
