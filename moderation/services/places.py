"""Where the pages of another system are here: in the same spelling as at the door, and only on the site's own origins."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urljoin

from moderation.adapters import pages
from moderation.domain import text
from moderation.domain.moved import Page, Said, Told
from moderation.domain.site import Site

LONGEST, TITLE = 2_000, 1_000  # characters
NAME = 400  # bytes of a name that are kept as they are


class Places:
    """The pages of one import. Remembers which were refused: their comments are refused too."""

    def __init__(self, site: Site, maps: Mapping[str, str]) -> None:
        """Take the site, and beginnings of URLs with what stands for them here."""
        self._site, self._maps = site, maps
        self._refused: dict[str, str] = {}

    def take(self, page: Page, foreign: Counter[str]) -> str:
        """The URL of a page as we write it; empty if we do not take it, and then ``foreign`` counts its origin."""
        url = self._url(page)
        origin = pages.origin_of(url)
        if not url or text.controls(page.name) or not page.name:
            self._refused[page.name] = "page"
            return ""
        if origin not in self._site.origins:
            self._refused[page.name] = "foreign"
            foreign[origin] += 1
            return ""
        self._refused.pop(page.name, None)
        return url

    def refusal(self, said: Said) -> str:
        """Why a comment is not taken, as far as its page and its name tell; empty if it is."""
        if text.controls(said.name + said.page + said.parent) or not said.name:
            return "malformed"
        return self._refused.get(said.page, "")

    def _url(self, page: Page) -> str:
        try:
            url = pages.normalise(urljoin(self._site.origins[0], self._mapped(page.url.strip())))
        except (pages.UrlError, ValueError):
            return ""
        return url if len(url) <= LONGEST and page.url.strip() else ""

    def _mapped(self, url: str) -> str:
        old = max((old for old in self._maps if url.startswith(old)), key=len, default="")
        return self._maps[old] + url[len(old) :] if old else url


def filed(told: Told) -> Told:
    """With names as they are kept: long ones, such as URLs, by their digest, for no index takes them."""
    if isinstance(told, Page):
        title = " ".join(text.tidy(told.title).split())[:TITLE]
        return replace(told, name=_name(told.name), title=title)
    if isinstance(told, Said) and max(len(told.name), len(told.page), len(told.parent)) > NAME // 4:
        return told._replace(name=_name(told.name), page=_name(told.page), parent=_name(told.parent))
    return told


def _name(name: str) -> str:
    content = name.encode("utf-8", "surrogatepass")
    return name if len(content) <= NAME else f"sha256:{sha256(content).hexdigest()}"
