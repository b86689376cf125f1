"""A site's rules as its admins write them: what the checks and the policy are made from."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256

from moderation.domain.block import Block, Blocks
from moderation.domain.evidence import Rules
from moderation.domain.listed import Listed
from moderation.domain.policy import Policy
from moderation.domain.starter import STARTER


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything a site's rules say, in order of word, and of kind and value.

    Attributes:
        hold_first: Whether a person looks at an author's comments until ``trust_after`` of them were approved.
        links: Links a comment may carry without raising suspicion.
        approve_below: See ``Policy``; so is ``spam_above``.
        starter_words: Whether the words that come with the house are listed too.
        two_approvals: What two people have to publish: some of ``approval.CATEGORIES``, in their order.
    """

    hold_first: bool = True
    trust_after: int = Rules().trust_after
    links: int = Rules().links
    approve_below: float = Policy().approve_below
    spam_above: float = Policy().spam_above
    starter_words: bool = False
    words: tuple[Listed, ...] = ()
    blocks: tuple[Block, ...] = ()
    two_approvals: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """The same for the same rules, and for no others."""
        return sha256(repr(self).encode()).hexdigest()[:20]

    def rules(self, hosts: frozenset[str]) -> Rules:
        """What the checks compare with, on a site with these hosts."""
        words = frozenset(listed.word for listed in self.words) | (STARTER if self.starter_words else frozenset())
        return Rules(self.hold_first, self.links, words, hosts, self.trust_after, Blocks(self.blocks))

    def policy(self) -> Policy:
        """When the machine acts alone."""
        return Policy(approve_below=self.approve_below, spam_above=self.spam_above)

    def differences(self, other: "Rulebook") -> tuple[str, ...]:
        """Names of what another one says differently."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


CHOICES = tuple(field.name for field in fields(Rulebook) if field.name not in {"words", "blocks"})


def ordered(words: Iterable[Listed], blocks: Iterable[Block]) -> tuple[tuple[Listed, ...], tuple[Block, ...]]:
    """Both lists in their order; where something stands twice, the last one counts."""
    by_word = {listed.word: listed for listed in words}
    by_value = {(block.kind, block.value): block for block in blocks}
    return tuple(by_word[word] for word in sorted(by_word)), tuple(by_value[key] for key in sorted(by_value))
