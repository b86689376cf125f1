"""``site``: added, listed, changed and removed by name."""

import pytest

from moderation.bootstrap import Context
from moderation.domain.opinion import Asked
from tests.cli.conftest import Run

NEWS = (
    "site",
    "add",
    "news",
    "--name",
    "الأخبار",
    "--origin",
    "https://News.example:443/about",
    "--origin",
    "https://أخبار.المغرب",
)


def test_a_site_is_added_and_listed_with_origins_as_browsers_write_them(run: Run) -> None:
    added = run(*NEWS, "--language", "fr")

    assert added.code == 0
    assert "/v1/sites/news/comments" in added.out
    assert run("site", "list").out == "news\tfr\tالأخبار\thttps://news.example https://xn--igbicxr.xn--mgbc0a9azcg\n"


def test_a_key_is_given_once(run: Run) -> None:
    run(*NEWS)

    said = run(*NEWS)

    assert (said.code, said.err) == (1, "moderation: There is a site called news already.\n")


@pytest.mark.parametrize("key", ["News", "-news", "a" * 41, "a b", "é", ""])
def test_a_key_is_small_and_plain(run: Run, key: str) -> None:
    said = run("site", "add", "--name", "x", "--origin", "https://x.example", "--", key)

    assert said.code == 2
    assert "small letters, digits and hyphens" in said.err


@pytest.mark.parametrize("origin", ["news.example", "ftp://news.example", "https://", "null", "https://u@news.example"])
def test_an_origin_is_a_web_address(run: Run, origin: str) -> None:
    said = run("site", "add", "news", "--name", "x", "--origin", origin)

    assert said.code == 2
    assert "such as https://news.example" in said.err


def test_choices_are_changed_and_the_others_stay(run: Run) -> None:
    run(*NEWS)

    said = run(
        "site", "set", "news", "language=en", "required=name", "hold_first=off", "approve_below=.2", "spam_above=0.9", "close_after_days=30",
        "words=كازينو, Viagra",
    )  # fmt: skip

    assert (said.code, said.err) == (0, "")
    assert "\ten\t" in run("site", "list").out


@pytest.mark.parametrize(
    "choice",
    ["language=de", "required=age", "hold_first=yes", "approve_below=nan", "spam_above=2", "close_after_days=-1", "close_after_days=٣",
     "close_after_days=999999999", "nothing=1", "language"],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused(run: Run, choice: str) -> None:
    run(*NEWS)

    said = run("site", "set", "news", choice)

    assert said.code == 2
    assert "NAME=VALUE" in said.err


@pytest.mark.parametrize(
    "choice",
    ["akismet_url=http://rest.akismet.com", "classifier_url=https://u:hunter2@models.example", "akismet_key=hunter2 x",
     "classifier_url=https://models.example/?token=hunter2", "akismet_key=" + "hunter2" * 40],
)  # fmt: skip
def test_an_outsider_that_cannot_be_is_refused_and_no_secret_is_repeated(run: Run, choice: str) -> None:
    run(*NEWS)

    said = run("site", "set", "news", choice)

    assert said.code == 2
    assert f"{choice.partition('=')[0]} cannot be that" in said.err
    assert "hunter2" not in said.out + said.err


def test_whom_a_site_asks_is_chosen_and_its_key_is_told_nobody(news: Context, run: Run) -> None:
    url, key = "https://Rest.Akismet.com/", "abcdef123456"
    said = [
        run("site", "set", "news", f"akismet_url={url}", "akismet_key=-", "classifier_url=http://127.0.0.1:9/c", stdin=f"{key}\n"),
        run("site", "list"),
        run("outbox", "list"),
        run("doctor", "--part", "sites"),
    ]  # fmt: skip

    assert [one.code for one in said[:3]] == [0, 0, 0]
    assert news.directory.by_key("news").asked == Asked("https://rest.akismet.com", key, "http://127.0.0.1:9/c")
    assert key not in "".join(one.out + one.err for one in said)

    run("site", "set", "news", "akismet_url=", "akismet_key=", "classifier_url=")
    news.directory.every(age=-1)
    assert news.directory.by_key("news").asked == Asked()


def test_a_removed_site_is_gone(run: Run) -> None:
    run(*NEWS)

    assert run("site", "remove", "news", stdin="n\n").code == 1
    assert run("site", "remove", "news", "--yes").code == 0
    assert run("site", "list").out == ""


@pytest.mark.parametrize("typed", [("site", "remove", "--yes", "nowhere"), ("site", "set", "nowhere", "language=fr")])
def test_a_site_that_is_not_there_is_said_to_be(run: Run, typed: tuple[str, ...]) -> None:
    said = run(*typed)

    assert said.code == 1
    assert said.err.startswith("moderation: There is no such ")


def test_a_key_is_printed_alone_and_renewed_on_demand(run: Run) -> None:
    run(*NEWS)

    first, same = run("site", "key", "news").out, run("site", "key", "news").out
    renewed = run("site", "key", "news", "--renew").out

    assert len(first) == len("abcdefghijkl\n")
    assert first == same != renewed
    assert run("site", "key", "news").out == renewed
    assert run("site", "key", "nobody").code == 1


@pytest.mark.parametrize("pattern", ["https://news.example/", "https://news.example/{id}/{id}", "news.example/{id}"])
def test_a_permalink_is_a_web_address_with_one_number(run: Run, pattern: str) -> None:
    run(*NEWS)

    assert run("site", "set", "news", f"permalink={pattern}").code == 2
    assert run("site", "set", "news", "permalink=https://news.example/?p={id}").code == 0
    assert run("site", "set", "news", "permalink=").code == 0
