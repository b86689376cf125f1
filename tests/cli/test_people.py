"""``moderator`` and ``token``: who may look and decide."""

import pytest

from tests.cli.conftest import Run

ADA = ("moderator", "add", "Ada@News.example", "--name", "Ada", "--role", "moderator")
WORD = "correct horse battery staple\n"


def test_a_password_is_made_and_printed_once(run: Run) -> None:
    said = run(*ADA)

    assert said.code == 0
    assert len(said.out.strip()) >= 25
    assert said.out.strip() not in run("moderator", "list").out


def test_a_password_is_taken_from_standard_input_and_not_repeated(run: Run) -> None:
    said = run(*ADA, "--password-stdin", stdin=WORD)

    assert (said.code, said.out, said.err) == (0, "", "")


@pytest.mark.parametrize("word", ["too short", "", "x" * 257])
def test_a_short_or_endless_password_is_refused(run: Run, word: str) -> None:
    said = run(*ADA, "--password-stdin", stdin=word)

    assert said.code == 1
    assert said.err == "moderation: A password has 15 to 256 characters.\n"


def test_people_are_listed_without_their_addresses(run: Run) -> None:
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    run(*ADA, "--site", "news")
    run("moderator", "add", "eve@news.example", "--name", "Eve", "--role", "viewer")

    assert (
        run("moderator", "list").out == "moderator\tnews\tAda\ta***@n***.example\nviewer\tall\tEve\te***@n***.example\n"
    )


def test_one_address_is_one_login(run: Run) -> None:
    run(*ADA)

    said = run("moderator", "add", "ada@NEWS.example", "--name", "Other", "--role", "admin")

    assert (said.code, said.err) == (1, "moderation: There is a moderator with this address already.\n")


def test_rights_and_passwords_are_changed(run: Run) -> None:
    run(*ADA)

    assert run("moderator", "set", "ada@news.example", "--role", "admin").code == 0
    assert "admin\tall\tAda" in run("moderator", "list").out
    assert run("moderator", "password", "ada@news.example").out.strip()
    assert run("moderator", "password", "ada@news.example", "--password-stdin", stdin=WORD).out == ""


def test_who_is_removed_is_gone_and_may_come_back(run: Run) -> None:
    run(*ADA)

    assert run("moderator", "remove", "ada@news.example").code == 0
    assert run("moderator", "list").out == ""
    assert run("token", "create", "ada@news.example").code == 1
    assert run(*ADA).code == 0


@pytest.mark.parametrize("command", [("moderator", "remove"), ("moderator", "password"), ("token", "create")])
def test_a_stranger_is_not_found_and_no_address_is_repeated(run: Run, command: tuple[str, ...]) -> None:
    unknown, wrong = run(*command, "nobody@news.example"), run(*command, "nobody at all")

    assert (unknown.code, wrong.code) == (1, 2)
    assert unknown.err == "moderation: There is no such moderator.\n"
    assert "nobody" not in unknown.err + wrong.err


def test_a_role_or_site_that_is_none_is_refused(run: Run) -> None:
    assert run(*ADA[:-1], "king").code == 2
    assert run(*ADA, "--site", "nowhere").code == 1


def test_a_token_is_printed_alone_listed_by_id_and_revoked(run: Run) -> None:
    run(*ADA)
    token = run("token", "create", "ada@news.example").out

    listed = run("token", "list").out
    identifier = listed.split("\t")[0]

    assert token.startswith("mod_")
    assert token.count("\n") == 1
    assert token.strip() not in listed
    assert "Ada" in listed
    assert run("token", "revoke", identifier).code == 0
    assert run("token", "list").out == ""
    assert run("token", "revoke", identifier).err == f"moderation: There is no token {identifier} that works.\n"
