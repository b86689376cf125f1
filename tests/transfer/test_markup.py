"""From other systems' HTML to our Markdown."""

from html import escape, unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.adapters.markup import render
from moderation.transfer.markup import escaped, to_markdown


def said(html: str) -> str:
    """What a reader sees, without spaces."""
    pieces, inside = [], False
    for letter in html:
        inside = (inside or letter == "<") and letter != ">"
        pieces.append("" if inside or letter == ">" else letter)
    return "".join(unescape("".join(pieces)).split())


SIGNS = st.text(alphabet="aبc1 \n*_`[]()<>&;#-+.~\\!|=\"'", max_size=40)


@given(SIGNS)
def test_what_was_text_stays_text(text: str) -> None:
    assert said(render(to_markdown(escape(text)))) == "".join(text.split())


@given(SIGNS)
def test_and_so_it_does_between_tags(text: str) -> None:
    assert said(render(to_markdown(f"<p><b>x</b> {escape(text)}</p>"))) == "".join(f"x{text}".split())


SPANS = st.recursive(
    st.text(alphabet="aب1 *_`\\.'", max_size=4).map(escape),
    lambda inner: st.tuples(st.sampled_from(["em", "strong", "code", "i"]), st.lists(inner, max_size=3)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=6,
)


@given(st.lists(SPANS, max_size=5).map("".join))
def test_what_is_inside_and_beside_spans_stays_text(html: str) -> None:
    shown, meant = said(render(to_markdown(f"<p>{html}</p>"))), said(html)

    assert shown.replace("`", "'") == meant.replace("`", "'")  # in code, one stands for the other


@given(st.text(alphabet="aب *_<&'\n", max_size=16))
@example("*a\n&* ")
def test_what_we_have_rendered_says_the_same_when_it_comes_back(body: str) -> None:
    html = render(f"x{body}y")

    assert said(render(to_markdown(html))) == said(html)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            '<p>see <a href="https://x.example/a_b?c=1&amp;d=2">this</a></p>',
            'see <a href="https://x.example/a_b?c=1&amp;d=2"',
        ),
        ("<strong>a</strong> and <i>b</i>", "<strong>a</strong> and <em>b</em>"),
        ("<em>a <i>b</i></em>* c", "<em>a b</em>* c"),
        ("a<b>b</b>c <em>d</em><em>e</em>", "a<strong>b</strong>c <em>de</em>"),
        ("<b>a <code>b*</code><code>c</code></b>", "<strong>a <code>b*c</code></strong>"),
        ("a\\ \nb", "<p>a\\<br>\nb</p>"),
        ("<blockquote><p>one</p><p>two</p></blockquote><p>me</p>", "</blockquote>\n<p>me</p>"),
        ("<ol><li>a</li><li>b</li></ol>", "<ol>\n<li>\n<p>a</p>"),
        ("<pre><code>x = 1\n  y &lt; 2</code></pre>", "<pre><code>x = 1\n  y &lt; 2\n</code></pre>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("a<br/>b", "a<br>\nb"),
        ("a<br />\nb", "<p>a<br>\nb</p>"),
        ("<pre>a<span>\n</span>\nb</pre>", "<pre><code>a\n\nb\n</code></pre>"),
        ("<i>a\n\nb</i>", "<p>a</p>\n<p>b</p>"),
        ("<code>a\n\nb</code>", "<code>a b</code>"),
    ],
)
def test_links_emphasis_quotes_lists_and_lines_are_kept(html: str, shown: str) -> None:
    assert shown in render(to_markdown(html))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>x",
        '<a href="javascript:alert(1)">x</a>',
        '<img src=x onerror="alert(1)">x',
        "<a href='https://a.example/)<script>'>x</a>",
        "<style>p{}</style><iframe src='//e.example'>no</iframe>x",
    ],
)
def test_nothing_that_acts_is_left(html: str) -> None:
    shown = render(to_markdown(html))

    assert "script" not in shown
    assert "onerror" not in shown
    assert "x" in said(shown)


@given(st.text(alphabet="<>/abpliquote&;\"'= \n!-", max_size=80))
def test_any_html_is_read(html: str) -> None:
    render(to_markdown(html))


def test_addresses_stay_as_they_are() -> None:
    assert escaped("see https://x.example/a_b_c_ now") == "see https://x.example/a_b_c_ now"


def test_deep_nesting_ends() -> None:
    assert said(render(to_markdown("<blockquote>" * 500 + "x" + "</blockquote>" * 500))) == "x"
