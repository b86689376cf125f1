"""``site block``, ``trust``, ``unblock`` and ``blocks``; and what ``site set`` says of rules."""

import json

import pytest

from moderation.bootstrap import Context
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.rulebook import Rulebook
from moderation.store import audit, rulebooks
from tests.cli.conftest import Run, hand_in
from tests.submissions import EMAIL


@pytest.fixture
def written(news: Context) -> str:
    """Id of a comment on the site."""
    return hand_in(news)


def book(context: Context) -> Rulebook:
    """The rules of the site."""
    with context.database.read() as connection:
        return rulebooks.find(connection, 1)


@pytest.mark.parametrize("way", ["argument", "stdin", "comment", "fingerprint"])
def test_an_author_is_blocked_and_their_address_is_not_kept(run: Run, news: Context, written: str, way: str) -> None:
    mark = news.fingerprints.author(1, EMAIL)
    named = {"argument": EMAIL.upper(), "stdin": "-", "comment": written, "fingerprint": mark}[way]

    said = run("site", "block", "news", "author", named, "--reason", "sells watches", stdin=f"{EMAIL}\n")

    assert (said.code, said.out) == (0, "")
    assert book(news).blocks == (Block(Kind.FINGERPRINT, mark, Effect.BLOCK, "sells watches"),)
    assert run("site", "blocks", "news").out == f"block\tauthor\t{mark}\t-\tsells watches\n"


@pytest.mark.parametrize("mark", ["-hABCDEFGHIJKLMNOPQRST", "--reasonGHIJKLMNOPQRST", "-_BCDEFGHIJKLMNOPQRSTU"])
def test_a_fingerprint_that_begins_with_a_dash_is_no_option(run: Run, news: Context, mark: str) -> None:
    assert run("site", "block", "news", "author", mark).code == 0
    assert book(news).blocks == (Block(Kind.FINGERPRINT, mark, Effect.BLOCK),)
    assert run("site", "unblock", "news", "author", mark).code == 0
    assert book(news).blocks == ()


def test_trust_takes_the_place_of_a_block_and_ends_when_it_is_said(run: Run, news: Context) -> None:
    run("site", "block", "news", "domain", "@أخبار.المغرب")
    run("site", "trust", "news", "domain", "أخبار.المغرب", "--until", "2099-12-31")
    run("site", "block", "news", "network", "198.51.100.7/24", "--until", "2099-01-01T12:30")

    assert run("site", "blocks", "news").out == (
        "trust\tdomain\txn--igbicxr.xn--mgbc0a9azcg\t2099-12-31T00:00Z\t-\n"
        "block\tnetwork\t198.51.100.0/24\t2099-01-01T12:30Z\t-\n"
    )


def test_who_is_unblocked_is_on_no_list(run: Run, news: Context) -> None:
    run("site", "block", "news", "author", EMAIL)

    assert run("site", "unblock", "news", "author", "-", stdin=EMAIL).code == 0
    again = run("site", "unblock", "news", "author", EMAIL)

    assert book(news).blocks == ()
    assert again.code == 1
    assert "moderation site blocks" in again.err


@pytest.mark.parametrize(
    "typed",
    [
        ("author", "nobody@@example.ma"), ("author", "Ali"), ("domain", EMAIL), ("domain", "localhost"), ("network", "198.51.100.7"),
        ("network", EMAIL), ("author", EMAIL, "--until", "2020-01-01"), ("author", EMAIL, "--reason", "x" * 201), ("name", "Ali"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["block", "trust"])
def test_what_is_not_of_its_kind_is_refused_and_not_repeated(
    run: Run, news: Context, command: str, typed: tuple[str, ...]
) -> None:
    said = run("site", command, "news", *typed)

    assert said.code == 2
    assert "example.ma" not in said.err
    assert book(news).blocks == ()


def test_an_author_who_is_nobody_cannot_be_blocked(run: Run, news: Context) -> None:
    said = run("site", "block", "news", "author", "1-01m85s3ttnwnrz7vcfqns6cn99")

    assert said.code == 1
    assert "no such comment" in said.err
    assert run("site", "block", "nowhere", "author", EMAIL).err == "moderation: There is no such site.\n"


def test_each_change_has_its_line_in_the_audit(run: Run, news: Context) -> None:
    run("site", "block", "news", "author", EMAIL)
    run("site", "unblock", "news", "author", EMAIL)
    run("site", "set", "news", "words=Viagra,ta  gueule", "trust_after=3", "links=1", "starter_words=on", "language=fr")

    with news.database.read() as connection:
        lines = [(line.who, line.action, line.reason) for line in audit.list_of(connection, 1, "")]
    assert sorted(lines) == [  # two of them are of one moment
        ("operator", "block", "fingerprint"),
        ("operator", "rules", "trust_after links starter_words words"),
        ("operator", "site", "language"),
        ("operator", "unblock", "fingerprint"),
    ]
    assert [listed.word for listed in book(news).words] == ["ta gueule", "viagra"]


def test_a_list_of_words_is_set_as_a_whole(run: Run, news: Context) -> None:
    run("site", "set", "news", "words=un,deux")
    run("site", "set", "news", "words=deux,trois")
    assert [listed.word for listed in book(news).words] == ["deux", "trois"]

    run("site", "set", "news", "words=")
    assert book(news).words == ()


@pytest.mark.parametrize(
    "choice", ["words=un deux trois", "words=c++", "trust_after=0", "links=101", "links=two", "starter_words=yes"]
)
def test_a_rule_that_cannot_be_is_refused(run: Run, news: Context, choice: str) -> None:
    assert run("site", "set", "news", choice).code == 2


def test_who_asks_for_their_data_is_told_that_they_are_blocked(run: Run, news: Context) -> None:
    run("site", "block", "news", "author", EMAIL, "--reason", "sells watches")

    def kept() -> object:
        return json.loads(run("privacy", "export", EMAIL).out)["sites"][0]["listed"]

    assert kept() == {"effect": "block", "reason": "sells watches", "until": None}
    run("privacy", "erase", EMAIL)
    assert kept()
    run("site", "trust", "news", "author", EMAIL)
    run("privacy", "erase", EMAIL)
    assert kept() is None


@pytest.mark.parametrize("command", ["set", "block", "trust", "unblock"])
def test_the_help_shows_its_tables_line_by_line(run: Run, command: str) -> None:
    said = run("site", command, "--help").out

    assert "\\b" not in said
    assert len([text for text in said.splitlines() if text.startswith(("  words=", "  author  ", "  domain  "))]) >= 1
