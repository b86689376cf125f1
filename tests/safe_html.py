"""Reading HTML as strictly as a promise: only the dozen tags, only whole web addresses, everything closed in order."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from moderation.adapters.markup import REL, TAGS


def faults(html: str) -> list[str]:
    """What stands in it that must not, or stands wrongly."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [*reader.found, *(f"open: {tag}" for tag in reader.open)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = tag in TAGS and all(_fine(tag, name, value or "") for name, value in attrs)
        self.found += [] if allowed else [f"{tag} {attrs}"]
        self.open += [] if tag == "br" else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag}/ {attrs}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"unknown: {data}")


def _fine(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "rel":
        return value == REL
    parts = urlsplit(value)
    return tag == "a" and name == "href" and parts.scheme in {"http", "https"} and bool(parts.netloc)
