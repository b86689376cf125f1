"""Where the machine plays: a house, the model of it, and what its players share."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from moderation.domain.comment import NOBODY, Arrival, Author, Submission, Token
from moderation.domain.errors import ForbiddenError, NotFoundError
from moderation.domain.identity import NOISE, identify_in, site_of
from moderation.services import own
from tests.services.machine import stored
from tests.services.machine.house import HOUSE_SITES, House
from tests.services.machine.model import Model

PAGES = ["https://news.example/a", "https://news.example/b"]
PEOPLE = ["fatima@example.ma", "ali@example.ma", "zahra@example.ma", ""]
TEXTS = [
    "مقال مفيد، شكرا لكم.",
    "A calm remark about the harbour and its many boats.",
    "Encore une remarque tranquille sur le port et ses bateaux.",
    "Buy " + " ".join(f"http://shop{n}.example/now" for n in range(8)),
]
EDIT_MINUTES = 15  # of every site, unless it has chosen
MARKS = ["r1", "r2", "r3"]
recent = st.integers(0, 5)
versions = st.sampled_from([0, 0, 0, 0, 1, -1])
said = st.fixed_dictionaries({
    "site": st.sampled_from(HOUSE_SITES),
    "page": st.sampled_from(PAGES),
    "email": st.sampled_from(PEOPLE),
    "text": st.sampled_from(TEXTS),
    "number": st.integers(0, 4),
    "network": st.sampled_from(["", "n1", "n2"]),
    "key": st.sampled_from(["", *(f"k{n}" for n in range(9))]),
    "parent": st.none() | recent,
})  # fmt: skip


class Stage(RuleBasedStateMachine):
    """The services of one house, and what they should have done."""

    def __init__(self, house: House) -> None:
        """Begin with an empty house."""
        super().__init__()
        self.house, self.ctx, self.model = house, house.ctx, Model()
        self.ids: list[str] = []
        self.sent: list[tuple[Submission, str]] = []
        self.tokens: list[str] = []
        self.lists: stored.Lists = {}
        house.empty()

    def new_id(self, site: int) -> str:
        """An id for a submission of now."""
        return identify_in(site, self.house.clock(), secrets.token_bytes(NOISE))

    def submission(self, one: Mapping[str, Any]) -> tuple[Submission, str]:
        """What was drawn, as the door would hand it in; and its address."""
        site, email = self.ctx.directory.by_key(one["site"]), one["email"]
        mark = self.ctx.fingerprints.author(site.id, email) if email else NOBODY
        author = Author("فاطمة", "https://f.example/", mark, "f***@e***.ma" if email else "")
        parent = None if one["parent"] is None else self.item(one["parent"], 0)[0]
        body = f"{one['text']} {one['number']}"
        return Submission(
            site=site.id,
            id=self.new_id(site.id),
            thread=one["page"],
            title="",
            parent=parent,
            author=author,
            body=body,
            arrival=Arrival(Token.FRESH, 30.0, network=one["network"]),
            digest=self.ctx.fingerprints.submission(site.id, one["page"], parent, email, body),
            key=one["key"],
        ), email

    def edit_now(self, identifier: str, body: str) -> object:
        """Somebody changes what they wrote."""
        site = self.ctx.directory.by_id(site_of(identifier) or 1)
        assert site
        at = self.house.clock()
        return self.ctx.database.write(lambda connection: own.edit(connection, site, (identifier, body), at))

    def tried(self, work: Callable[[], object]) -> str:
        """Why it was refused; empty if it was done."""
        try:
            work()
        except ForbiddenError as error:
            return error.code
        except NotFoundError:
            return "not_found"
        return ""

    def item(self, which: int, difference: int) -> tuple[str, int]:
        """One of the last comments, gone or not, and the version somebody may have seen."""
        if not self.ids:
            return "1-none", 1
        identifier = self.ids[-1 - which % len(self.ids)]
        known = self.model.comments.get(identifier)
        return identifier, (known.version if known else 1) + difference
