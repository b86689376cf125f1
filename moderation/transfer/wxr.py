"""Writing WXR 1.2, as WordPress' own importer reads it: pages as posts, comments beneath them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import BinaryIO
from xml.sax.saxutils import escape

from moderation.domain.comment import Status
from moderation.domain.moved import Page, Said
from moderation.domain.site import Site

STATUS = {
    Status.APPROVED: "1",
    Status.PENDING: "0",
    Status.RECEIVED: "0",
    Status.SPAM: "spam",
    Status.REJECTED: "trash",
}
_BREAKS = re.compile(r"<br>\n?")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>{title}</title>
<link>{link}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{link}</wp:base_site_url>
<wp:base_blog_url>{link}</wp:base_blog_url>
"""


def write(stream: BinaryIO, site: Site, told: Iterable[Page | Said], at: datetime) -> tuple[int, int]:
    """Write everything that is told; how many pages and comments. WordPress wants numbers: they are counted here."""
    pages = comments = 0
    numbers: dict[str, int] = {}  # of the comments of this page; what is answered comes before its answers
    numbered = count(1)
    _put(stream, HEAD.format(title=_text(site.name), link=_text(site.origins[0])))
    for one in told:
        if isinstance(one, Page):
            _put(stream, f"{'</item>' if pages else ''}\n{_item(one, pages := pages + 1, at)}")
            numbers = {}
        else:
            comments += 1
            for name in (one.parent, one.name):
                if name and name not in numbers:
                    numbers[name] = next(numbered)
            _put(stream, _comment(one, numbers[one.name], numbers.get(one.parent, 0)))
    _put(stream, f"{'</item>' if pages else ''}\n</channel>\n</rss>\n")
    return pages, comments


def _item(page: Page, number: int, at: datetime) -> str:
    made = _time(page.at or at)
    return (
        f"<item>\n<title>{_cdata(page.title or page.url)}</title>\n<link>{_text(page.url)}</link>\n"
        f'<guid isPermaLink="false">{_text(page.url)}</guid>\n'
        f"<dc:creator>{_cdata('admin')}</dc:creator>\n<content:encoded>{_cdata('')}</content:encoded>\n<excerpt:encoded>{_cdata('')}</excerpt:encoded>\n"
        f"<wp:post_id>{number}</wp:post_id>\n<wp:post_date>{made}</wp:post_date>\n<wp:post_date_gmt>{made}</wp:post_date_gmt>\n"
        f"<wp:comment_status>{'closed' if page.closed else 'open'}</wp:comment_status>\n<wp:ping_status>closed</wp:ping_status>\n"
        f"<wp:status>publish</wp:status>\n<wp:post_parent>0</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n<wp:post_type>post</wp:post_type>\n"
    )


def _comment(said: Said, number: int, parent: int) -> str:
    writer, at = said.writer, _time(said.at)
    return (
        f"<wp:comment>\n<wp:comment_id>{number}</wp:comment_id>\n<wp:comment_author>{_cdata(writer.name)}</wp:comment_author>\n"
        f"<wp:comment_author_email>{_cdata(writer.email)}</wp:comment_author_email>\n"
        f"<wp:comment_author_url>{_cdata(writer.url)}</wp:comment_author_url>\n<wp:comment_author_IP></wp:comment_author_IP>\n"
        f"<wp:comment_date>{at}</wp:comment_date>\n<wp:comment_date_gmt>{at}</wp:comment_date_gmt>\n"
        f"<wp:comment_content>{_cdata(_body(said.body))}</wp:comment_content>\n"
        f"<wp:comment_approved>{STATUS[said.status]}</wp:comment_approved>\n<wp:comment_type>comment</wp:comment_type>\n"
        f"<wp:comment_parent>{parent}</wp:comment_parent>\n<wp:comment_user_id>0</wp:comment_user_id>\n</wp:comment>\n"
    )


def _body(html: str) -> str:
    """WordPress makes paragraphs of empty lines, and takes ``<p>`` away from comments."""
    lines = _BREAKS.sub("\n", html).replace("</p>\n<p>", "\n\n").replace("</p>", "\n\n").replace("<p>", "")
    return lines.strip()


def _cdata(value: str) -> str:
    return f"<![CDATA[{_FORBIDDEN.sub('', value).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("", value))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _put(stream: BinaryIO, text: str) -> None:
    stream.write(text.encode())
