"""A call of an Akismet client: whose key it brings, and what it tells about a comment. The address and the IP end here."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import parse_qsl, urlsplit

from flask import Response, request

from moderation.adapters import addresses, pages
from moderation.domain import text
from moderation.domain.comment import NOBODY, Arrival, Author, Comment, Thread, Token
from moderation.domain.identity import NOISE, identify_in
from moderation.domain.site import Site
from moderation.web import current, fields
from moderation.web.problems import Problem
from moderation.web.wordpress.stock import elapsed

MOST = 1000  # fields: WordPress sends all it knows of its server
UNKNOWN = "unknown"  # the blog of a call that names none
HONEYPOT, CLOCK = "POST_ak_hp_textarea", "POST_ak_js"  # of the WordPress plugin


@dataclass(frozen=True)
class Call:
    """What came with a call."""

    sent: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """A field; empty if it was not sent."""
        return self.sent.get(name, "")

    @property
    def key(self) -> str:
        """The key; two names are in use."""
        return self["api_key"] or self["key"]

    @property
    def is_test(self) -> bool:
        """Whether nothing is to come of it."""
        return self["is_test"].strip().lower() in {"1", "true"}

    @property
    def blog(self) -> str:
        """Host of the page that asks; nothing else of its address is kept."""
        try:
            return urlsplit(pages.normalise(self["blog"].strip())).hostname or UNKNOWN
        except pages.UrlError:
            return UNKNOWN

    @cached_property
    def body(self) -> str:
        """The text, as far as a comment of ours may be long."""
        return text.clean(self["comment_content"])[: fields.BODY]

    def comment(self, site: Site, at: datetime) -> Comment:
        """As if it were one of ours; it is never stored."""
        email, network = self._email(), self._network()
        marks = current.context().fingerprints
        return Comment(
            site=site.id,
            id=identify_in(site.id, at, secrets.token_bytes(NOISE)),
            thread=Thread(site.id, 0, ""),
            parent=None,
            author=Author(
                name=self["comment_author"][: fields.NAME],
                url=_website(self["comment_author_url"]),
                fingerprint=marks.author(site.id, addresses.canonical(email)) if email else NOBODY,
            ),
            body=self.body,
            submitted_at=at,
            arrival=Arrival(
                token=Token.FRESH,  # it was not our form: no token is missing
                seconds=elapsed(self[CLOCK], at),
                honeypot=bool(self[HONEYPOT].strip() or self[self["honeypot_field_name"]].strip()),
                flags=site.rules.blocks.flags(addresses.domain(email) if email else "", network, at),
            ),
        )

    def _email(self) -> str:
        try:
            return addresses.normal(self["comment_author_email"].strip())
        except addresses.AddressError:
            return ""

    def _network(self) -> IPv4Address | IPv6Address | None:
        with suppress(ValueError):
            address = ip_address(self["user_ip"].strip())
            return getattr(address, "ipv4_mapped", None) or address
        return None


def read() -> Call:
    """The call in this request, whatever its charset: what cannot be read is replaced.

    Raises:
        Problem: It has more fields than anybody needs, or is too large.
    """
    sent = request.query_string + b"&" + request.get_data(cache=False)
    try:
        return Call(dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST)))
    except ValueError:
        raise Problem(400, "malformed") from None


def plain(body: str, **headers: str) -> Response:
    """An answer in Akismet's form: a word of text, and headers named ``X-akismet-…``."""
    named = {f"X-akismet-{name.replace('_', '-')}": value for name, value in headers.items()}
    return Response(body, headers={**named, "Cache-Control": "no-store"}, content_type="text/plain; charset=utf-8")


def invalid(why: str) -> Response:
    """What is answered to a call that is not right: with status 200."""
    return plain("invalid", debug_help=why)


def _website(url: str) -> str:
    try:
        return pages.normalise(url.strip()) if url.strip() else ""
    except pages.UrlError:
        return ""
