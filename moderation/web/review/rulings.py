"""What of a site's rules comes in and goes out, and what a rehearsal of them is answered with."""

from gettext import NullTranslations
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field

from moderation.domain.approval import CATEGORIES
from moderation.domain.approval import ordered as ordered_categories
from moderation.domain.rulebook import Rulebook, ordered
from moderation.services.rehearse import Change, Rehearsal
from moderation.web.entries import BlockIn, WordIn
from moderation.web.fields import Moment, whole
from moderation.web.public.answers import Outgoing
from moderation.web.review.answers import SignalOut
from moderation.web.schemas import Incoming

ENTRIES, COUNT = 1_000, 100

Category = Literal["links", "offence", "words", "newcomers", "reported", "any"]
Share = Annotated[float, Field(ge=0, le=1)]


class RulesIn(Incoming):
    """All of a site's rules. Where a word, or a kind and value, stands twice, the last one counts."""

    hold_first: bool = Field(description="A person looks at an author's comments until `trust_after` were approved.")
    trust_after: Annotated[int, Field(ge=1, le=COUNT), BeforeValidator(whole)]
    links: Annotated[int, Field(ge=0, le=COUNT), BeforeValidator(whole)] = Field(
        description="Links a comment may carry without raising suspicion."
    )
    approve_below: Share = Field(description="Scores under this are published, unless something holds the comment.")
    spam_above: Share = Field(description="Scores over this are spam.")
    starter_words: bool | None = Field(
        None, description="Whether our short lists of insults hold too; null: as before."
    )
    two_approvals: Annotated[list[Category], Field(max_length=len(CATEGORIES))] | None = Field(
        None, description="What two people have to approve; null: as before."
    )
    words: Annotated[list[WordIn], Field(max_length=ENTRIES)] = Field(description="A person looks; nothing else.")
    blocks: Annotated[list[BlockIn], Field(max_length=ENTRIES)]

    def made(self, present: Rulebook) -> Rulebook:
        """What is stored; ``present`` is what the site has, for what nothing is said of."""
        words, blocks = ordered((one.made() for one in self.words), (one.made() for one in self.blocks))
        starter = present.starter_words if self.starter_words is None else self.starter_words
        two = present.two_approvals if self.two_approvals is None else ordered_categories(self.two_approvals)
        return Rulebook(
            self.hold_first,
            self.trust_after,
            self.links,
            self.approve_below,
            self.spam_above,
            starter,
            words,
            blocks,
            two,
        )


class TrialIn(Incoming):
    """Rules to be tried on a site's comments."""

    site: Annotated[str, Field(max_length=40, json_schema_extra={"format": "site"})]
    rules: RulesIn


class WordOut(Outgoing):
    """A listed word, folded."""

    word: str
    note: str


class BlockOut(Outgoing):
    """Somebody who is blocked or trusted."""

    kind: str
    value: str
    effect: str
    reason: str
    expires_at: Moment | None


class RulesOut(Outgoing):
    """All of a site's rules. What is answered can be sent back."""

    hold_first: bool
    trust_after: int
    links: int
    approve_below: float
    spam_above: float
    starter_words: bool
    two_approvals: list[str]
    words: list[WordOut]
    blocks: list[BlockOut]


class ChangesOut(Outgoing):
    """How many comments would have been judged otherwise in one way."""

    before: str
    after: str
    count: int


class ExampleOut(Outgoing):
    """A comment that would have been judged otherwise."""

    id: str
    status: str = Field(description="Where it stands today.")
    before: str = Field(description="Verdict by the present rules.")
    after: str = Field(description="Verdict by the new ones.")
    score: float
    body: str
    signals: list[SignalOut]

    @classmethod
    def of(cls, change: Change, catalogue: NullTranslations) -> Self:
        """A change in words."""
        comment, after = change.comment, change.after
        return cls(
            id=comment.id, status=comment.status, before=change.before, after=after.verdict, score=after.score, body=comment.body,
            signals=[SignalOut.of(signal, catalogue) for signal in after.signals],
        )  # fmt: skip


class TrialOut(Outgoing):
    """What the rules would have changed."""

    tested: int = Field(description="Comments that were judged once more, the newest ones of the site; at most 1,000.")
    touched: int = Field(description="How many of them would have been judged otherwise.")
    changes: list[ChangesOut]
    examples: list[ExampleOut] = Field(description="The newest, at most 50.")
    skipped: int = Field(
        description="New entries for domains and networks: what a sender had is not kept, so they cannot be tried."
    )

    @classmethod
    def of(cls, found: Rehearsal, catalogue: NullTranslations) -> Self:
        """How it went, in words."""
        changes = [
            ChangesOut(before=before, after=after, count=count)
            for (before, after), count in sorted(found.changes.items())
        ]
        return cls(
            tested=found.tested,
            touched=sum(found.changes.values()),
            changes=changes,
            examples=[ExampleOut.of(change, catalogue) for change in found.examples],
            skipped=found.skipped,
        )
