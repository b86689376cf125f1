"""What may be shown of what was typed: well-formed, a dozen tags, whole web addresses, whatever came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters import markup
from tests import corpora
from tests.safe_html import faults

MARKS = ["<", ">", '"', "'", "&", "&#x6A;", "[a](", ")", "javascript:", "http://x.ma/", "//", "`", "*", "**", "_", "> ", "- ", "1. ", "\n", "\n\n", "    ",
         "<script>", "<a href=", "onclick=", "\\", "!", "\u202e", "\u0000", "م", "😀", "www.x.ma", "a@b.ma", "<https://x.ma/>"]  # fmt: skip
WEB = ["https://news.example/plan", "http://a-b.ma/", "https://a.ma/x-1/y", "https://a.ma.", "HTTP://a.ma", "https://a.ma/a--b", "https://a..ma",
       "https://1.2.3.4/", "https://a.ma:80", "(https://a.ma)", "www.a.ma", "https://", " شكرا ", " ", "\n", "\n\n", ",", "!"]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("سطر أول\nسطر ثان\n\nفقرة", "<p>سطر أول<br>\nسطر ثان</p>\n<p>فقرة</p>"),
        ("**مهم** _جدا_ `x < y`", "<p><strong>مهم</strong> <em>جدا</em> <code>x &lt; y</code></p>"),
        ("> قال\n\n- أ\n- ب", "<blockquote>\n<p>قال</p>\n</blockquote>\n<ul>\n<li>أ</li>\n<li>ب</li>\n</ul>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("[x](/local)", '<p><a rel="nofollow ugc noopener noreferrer">x</a></p>'),
        ("a@b.ma 192.0.2.1", "<p>a@b.ma 192.0.2.1</p>"),
        ("https://x.ma/?a=1&b=2",
         '<p><a href="https://x.ma/?a=1&amp;b=2" rel="nofollow ugc noopener noreferrer">https://x.ma/?a=1&amp;b=2</a></p>'),
    ],
)  # fmt: skip
def test_a_little_markdown_is_understood(typed: str, shown: str) -> None:
    assert markup.render(typed) == shown


@pytest.mark.parametrize("lines", [corpora.own("xss"), corpora.beside("xss_*", "blns")], ids=["own", "corpora"])
def test_of_no_attack_anything_remains_but_text(lines: list[dict[str, str]]) -> None:
    if not lines:
        pytest.skip(corpora.ABSENT)

    shown = [(line, way(line["input"])) for line in lines for way in (markup.render, markup.paragraphs)]

    assert [(line["input"], html) for line, html in shown if faults(html)] == []


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=20).map("".join))
def test_of_nothing_anything_remains_but_text(typed: str) -> None:
    assert faults(markup.render(typed)) == []
    assert faults(markup.paragraphs(typed)) == []


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*a ", "`", "> ", "- ", "<", "&", "http://", "[a](", "\\", "_*", "www.", "~~", "1. ", "a\n    "],
)
def test_the_longest_comment_takes_no_long_time(piece: str) -> None:
    markup.render(piece * (10_000 // len(piece)))


def test_so_many_addresses_are_not_looked_for() -> None:
    """The time to find them grows with their number times the length of the comment: ``://`` alone took a second."""
    most = "https://x.ma " * (markup.SLASHES // 2)

    assert markup.render(most).count("<a ") == markup.SLASHES // 2
    assert "<a " not in markup.render(most + "/")
    assert markup.render(most + "[x](https://x.ma)").count("<a ") == 1


def test_the_search_finds_what_it_looks_for() -> None:
    for html in ("<script></script>", "<p onclick='x'></p>", '<a href="/x">x</a>', '<a href="javascript:x">x</a>', "<p>", "</p>", "<p><em></p></em>", "<!-- x -->"):  # fmt: skip
        assert faults(html), html


@given(
    st.one_of(
        st.text(alphabet="ab ب.,:/\n-1\"'!?()#=+~|@\u00a0\u200f\u0301é", max_size=30),
        st.text(max_size=30),
        st.lists(st.sampled_from(WEB) | st.text(max_size=3), max_size=8).map("".join),
    )
)
def test_the_short_way_for_plain_text_and_plain_addresses_leads_to_the_same_place(body: str) -> None:
    markdown = markup._LINKED if body.count("/") <= markup.SLASHES else markup._UNLINKED  # noqa: SLF001 - the long way

    assert markup.render(body) == markup._CLEANER.clean(markdown.render(body)).strip()  # noqa: SLF001
