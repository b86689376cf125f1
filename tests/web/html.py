"""Reading pages as a browser would: their elements, their forms, their words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "br", "path", "rect"}


@dataclass
class Element:
    """An element with what stands in it."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is read, with single blanks."""
        return " ".join("".join(self.words).split())

    def all(self, name: str = "", /, **attributes: str) -> list["Element"]:
        """Elements below this one by name and attributes (``_`` for ``-``, ``class_`` for one class of several)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        own = [child for child in self.children if child.matches(name, wanted)]
        return own + [found for child in self.children for found in child.all(name, **attributes)]

    def one(self, name: str = "", /, **attributes: str) -> "Element":
        """The only one."""
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} times {name} {attributes}"
        return found[0]

    def matches(self, name: str, wanted: dict[str, str]) -> bool:
        """Whether this is what is looked for."""
        return name in {"", self.name} and all(
            value in self.attributes.get(key, "").split() if key == "class" else self.attributes.get(key) == value
            for key, value in wanted.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"an attribute stands twice in {tag}"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)


def read(response: TestResponse) -> Element:
    """A page, which must be well-formed."""
    assert response.mimetype == "text/html", response.text
    reader = _Reader()
    reader.feed(response.text)
    reader.close()
    assert reader.open == [reader.root], "an element is not closed"
    return reader.root


def hidden(form: Element) -> dict[str, str]:
    """What a form sends besides what somebody types."""
    return {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}
