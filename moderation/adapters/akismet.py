"""An Akismet-compatible server: asked what it thinks of a comment, and told what people thought of it.

What it is sent in place of what we do not have, or do not give: instead of the address, ``PSEUDONYM``; instead of the IP,
which we do not know any more, ``NO_PLACE``. User agent and referrer are not sent at all.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from moderation.adapters.outward import Answer
from moderation.domain import discretion
from moderation.domain.comment import Comment
from moderation.domain.message import RefusedError, SendingError
from moderation.domain.opinion import Asked, Opinion, Who
from moderation.domain.site import Site

Post = Callable[[str, bytes, str], Answer]  # raises SendingError
Fields = Mapping[str, str]

NO_PLACE = "192.0.2.0"  # TEST-NET-1 (RFC 5737): nobody's, and the same for everybody
PSEUDONYM = "{}@author.invalid"  # a keyed hash; nothing can be sent to .invalid (RFC 2606)
THANKS = b"Thanks for making the web a better place."


def fields_of(site: Site, comment: Comment, pseudonym: str) -> dict[str, str]:
    """What is said about a comment; ``pseudonym`` stands for its author, and is empty for nobody."""
    said = {
        "api_key": site.asked.akismet_key,
        "blog": site.origins[0],
        "blog_lang": site.language,
        "blog_charset": "UTF-8",
        "user_ip": NO_PLACE,
        "permalink": discretion.page(comment.thread.url),
        "comment_type": "reply" if comment.parent else "comment",
        "comment_author": discretion.text(comment.author.name),
        "comment_author_email": PSEUDONYM.format(pseudonym) if pseudonym else "",
        "comment_author_url": discretion.page(comment.author.url),
        "comment_content": discretion.text(comment.body),
        "comment_date_gmt": f"{comment.submitted_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    return {name: value for name, value in said.items() if value}


def check(post: Post, asked: Asked, fields: Fields) -> Opinion:
    """What it thinks of a comment.

    Raises:
        SendingError: It gave no answer that can be used; ``invalid``: it does not take the key.
    """
    answer = _call(post, asked, "comment-check", fields)
    said = answer.body.strip()
    if said not in {b"true", b"false"}:
        raise SendingError("garbage")
    certain = said == b"true" and answer.headers.get("x-akismet-pro-tip") == "discard"
    return Opinion(Who.AKISMET, float(said == b"true"), certain=certain)


def submit(post: Post, asked: Asked, fields: Fields, *, spam: bool) -> None:
    """Tell it what a person has decided.

    Raises:
        SendingError: It did not say that it has understood.
    """
    answer = _call(post, asked, "submit-spam" if spam else "submit-ham", fields)
    if answer.body.strip() != THANKS:
        raise SendingError("garbage")


def verify(post: Post, asked: Asked, blog: str) -> None:
    """Ask whether it takes the key.

    Raises:
        SendingError: It does not, or gave no answer that can be used.
    """
    answer = _call(post, asked, "verify-key", {"key": asked.akismet_key, "api_key": asked.akismet_key, "blog": blog})
    if answer.body.strip() != b"valid":
        raise SendingError("garbage")


def _call(post: Post, asked: Asked, name: str, fields: Fields) -> Answer:
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    body = urlencode(fields, errors="replace").encode()
    answer = post(f"{asked.akismet_url}/1.1/{name}", body, kind)
    if answer.body.strip() == b"invalid":
        raise RefusedError("invalid")
    return answer
