"""An Akismet server: asked in its own form, without what it need not know."""

from functools import partial

import pytest

from moderation.adapters import akismet
from moderation.adapters.outward import Answer, Outward
from moderation.domain.comment import Author, Thread
from moderation.domain.message import RefusedError, SendingError
from moderation.domain.opinion import Asked, Opinion, Who
from moderation.domain.site import Site
from tests.builders import a_comment
from tests.outsider import KEY, Outsider

POST = partial(Outward().post, 10.0)


@pytest.fixture
def site(friend: Outsider) -> Site:
    """A site that asks it."""
    return Site(1, "news", "News", ("https://news.example",), asked=Asked(friend.url, KEY))


def test_a_comment_is_described_in_its_form(friend: Outsider, site: Site) -> None:
    comment = a_comment("مرحبا", author=Author("فاطمة", "https://fatima.example/?a=b", "f1"), parent="1-x")

    opinion = akismet.check(POST, site.asked, akismet.fields_of(site, comment, "pseudo"))

    assert opinion == Opinion(Who.AKISMET, 0.0)
    assert friend.asked("comment-check") == [
        {
            "api_key": KEY, "blog": "https://news.example", "blog_lang": "ar", "blog_charset": "UTF-8",
            "user_ip": "192.0.2.0", "permalink": "https://news.example/interpol", "comment_type": "reply",
            "comment_author": "فاطمة", "comment_author_email": "pseudo@author.invalid",
            "comment_author_url": "https://fatima.example/", "comment_content": "مرحبا",
            "comment_date_gmt": "2026-11-24T09:00:00Z",
        }
    ]  # fmt: skip


def test_nobody_has_no_pseudonym_and_addresses_in_what_was_typed_are_hidden(site: Site) -> None:
    comment = a_comment(
        "Mail me: me@x.example",
        author=Author("me@x.example", "https://x.example/me@x.example"),
        thread=Thread(1, 1, "https://news.example/a?mail=me%40x.example"),
    )

    fields = akismet.fields_of(site, comment, "")

    assert "comment_author_email" not in fields
    assert "comment_author_url" not in fields
    assert fields["comment_content"] == "Mail me: […]"
    assert fields["permalink"] == "https://news.example/a"
    assert "x.example" not in str(fields)


@pytest.mark.parametrize(
    ("spam", "tip", "said"),
    [(True, "", Opinion(Who.AKISMET, 1.0)), (True, "discard", Opinion(Who.AKISMET, 1.0, certain=True)),
     (False, "discard", Opinion(Who.AKISMET, 0.0)), (True, "other", Opinion(Who.AKISMET, 1.0))],
)  # fmt: skip
def test_what_it_says_and_how_sure_it_is(friend: Outsider, site: Site, spam: bool, tip: str, said: Opinion) -> None:  # noqa: FBT001 - its answer
    friend.spam, friend.tip = spam, tip

    assert akismet.check(POST, site.asked, akismet.fields_of(site, a_comment(), "")) == said


def test_a_key_that_is_not_taken_is_named(friend: Outsider) -> None:
    asked = Asked(friend.url, "another-key")
    site = Site(1, "news", "News", ("https://news.example",), asked=asked)

    with pytest.raises(RefusedError, match="invalid"):
        akismet.check(POST, asked, akismet.fields_of(site, a_comment(), ""))
    with pytest.raises(RefusedError, match="invalid"):
        akismet.verify(POST, asked, "https://news.example")


@pytest.mark.parametrize("said", [b"", b"TRUE", b"truefalse", b"<html>true</html>", b"1", b"\xff"])
def test_any_other_answer_is_none(site: Site, said: bytes) -> None:
    fields = akismet.fields_of(site, a_comment(), "")
    with pytest.raises(SendingError, match="garbage"):
        akismet.check(lambda *_: Answer({}, said), site.asked, fields)
    with pytest.raises(SendingError, match="garbage"):
        akismet.submit(lambda *_: Answer({}, said), site.asked, fields, spam=True)
    with pytest.raises(SendingError, match="garbage"):
        akismet.verify(lambda *_: Answer({}, said), site.asked, "")


def test_it_is_told_and_thanks(friend: Outsider, site: Site) -> None:
    fields = akismet.fields_of(site, a_comment(), "")

    akismet.submit(POST, site.asked, fields, spam=True)
    akismet.submit(POST, site.asked, fields, spam=False)
    akismet.verify(POST, site.asked, "https://news.example")

    assert [name for name, _ in friend.calls] == ["submit-spam", "submit-ham", "verify-key"]


def test_a_key_is_in_no_text_of_the_site(site: Site) -> None:
    assert KEY not in repr(site)
