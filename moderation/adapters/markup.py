"""From what was typed to what may be shown: a small Markdown, sanitised last, nothing after it.

A dozen tags, so that a script can rebuild the result with ``createElement`` alone.
"""

import re
from html import escape

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
REL = "nofollow ugc noopener noreferrer"
SCHEMES = ("http://", "https://")

_MAY_LINK = re.compile(r"[.:][^\s.:]|//")  # looking for addresses takes most of the time, and most comments have none
_MEANS = re.compile(  # something to Markdown, or to the sanitiser: a sign, a space that is none, a line that begins with no letter
    r"[\\`*_\[\]<>&\x00\x1c-\x1f]|[^\S \n]| \n|\n\n\n|\A[\W\d]|\n[^\w\n]|\n\d|\s\Z"
)
_WEB = re.compile(r"(?<!\S)https?://([a-z0-9.-]+)(/[A-Za-z0-9/-]*)?")
_END = re.compile(r"[.,!?]?(?:\s|\Z)")
_JOINT = re.compile("[./-]")

SLASHES = 500  # in a comment; recognising bare addresses takes time by their number times the length of all


def _markdown(*, linkify: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": linkify, "breaks": True})
    made.disable(["image", "heading", "lheading", "hr", "html_block", "html_inline", "reference"])
    if linkify:
        made.enable("linkify")
        made.linkify = LinkifyIt(options={"fuzzy_email": False, "fuzzy_ip": False})
    return made


_LINKED, _UNLINKED = _markdown(linkify=True), _markdown(linkify=False)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Only whole web addresses: ``//host`` and ``javascript:`` are not such. ``rel`` is the sanitiser's own."""
    return value if name == "rel" or value.lower().startswith(SCHEMES) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https"},
    link_rel=REL,
    strip_comments=True,
)


def render(body: str) -> str:
    """The safe HTML of a comment: well-formed, only ``TAGS``, only ``href`` and ``rel``.

    Where there are more than ``SLASHES``, bare addresses remain text.
    """
    may_link, many = _MAY_LINK.search(body), body.count("/") > SLASHES
    if body and not _MEANS.search(body) and not (may_link and (many or _is_odd(body))):
        return _simple(body)
    markdown = _LINKED if may_link and not many else _UNLINKED
    return str(_CLEANER.clean(markdown.render(body))).strip()


def _is_odd(body: str) -> bool:
    """Whether there may be an address that somebody could take for something else, or that is not written as it is."""
    return bool(_MAY_LINK.search(_WEB.sub("", body))) or not all(map(_is_plain, _WEB.finditer(body)))


def _is_plain(address: re.Match[str]) -> bool:
    name, _, top = address[1].rpartition(".")
    path = (address[2] or "").removesuffix("/")
    is_whole = _END.match(address.string, address.end())
    return bool(is_whole) and top.isalpha() and len(top) > 1 and all(_JOINT.split(name + path))


def _simple(body: str) -> str:
    """The same of words, line breaks and web addresses, which need neither to be parsed nor to be sanitised."""
    linked = _WEB.sub(rf'<a href="\g<0>" rel="{REL}">\g<0></a>', body)
    return "\n".join(f"<p>{block}</p>" for block in linked.replace("\n", "<br>\n").split("<br>\n<br>\n"))


def paragraphs(body: str) -> str:
    """The text as it is, in paragraphs: what is answered before a worker has rendered it."""
    blocks = [escape(block).replace("\n", "<br>") for block in body.split("\n\n") if block.strip()]
    return "".join(f"<p>{block.strip()}</p>" for block in blocks)
