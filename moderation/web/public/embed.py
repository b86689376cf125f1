"""The script of ``<comment-thread>``: made by ``moderation/web/embed/``, compressed once, never changed under its hashed name."""

import gzip
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path

import brotli
from flask import Blueprint, Response

from moderation.domain.errors import NotFoundError
from moderation.web.public.shelf import Rendered

FILE = Path(__file__).parent.parent / "embed" / "built" / "embed.js"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = "public, max-age=31536000, immutable"

blueprint = Blueprint("embed", __name__)


@dataclass(frozen=True, slots=True)
class Script:
    """What is served.

    Attributes:
        version: Names the content; a part of its lasting address.
        integrity: What a page may demand of the content (subresource integrity).
    """

    version: str
    integrity: str
    rendered: Rendered

    def lines(self, outside: str, site: str, language: str) -> str:
        """What goes into a page, with the lasting address."""
        return (
            f'<script async src="{outside}/embed.{self.version}.js"\n'
            f'  integrity="{self.integrity}" crossorigin="anonymous"></script>\n'
            f'<comment-thread site="{site}" lang="{language}"></comment-thread>'
        )


@cache
def script() -> Script:
    """The script, read and compressed when it is first asked for."""
    body = FILE.read_bytes()
    version = sha256(body).hexdigest()[:12]
    codings = {"": body, "br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, 9, mtime=0)}
    return Script(version, "sha384-" + b64encode(sha384(body).digest()).decode(), Rendered(version, codings))


@blueprint.get("/embed.js")
def get_script() -> Response:
    """The newest one: a page that names it needs no change for a new release."""
    return _answer(SHORT)


@blueprint.get("/embed.<version>.js")
def get_script_for_good(version: str) -> Response:
    """This one and no other: for pages that demand its hash."""
    if version != script().version:
        raise NotFoundError("script")
    return _answer(FOREVER)


def _answer(cache_control: str) -> Response:
    """To whoever asks: any page may load it, also one that demands CORS or isolates itself."""
    response = script().rendered.answer()
    if response.status_code == 200:  # noqa: PLR2004 - not "you have it already"
        response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = cache_control
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
