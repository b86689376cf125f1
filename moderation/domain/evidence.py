"""Every fact a check may look at, gathered before any of them is asked. Any verdict can be replayed from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from moderation.domain.block import Blocks
from moderation.domain.comment import Comment
from moderation.domain.estimate import Estimates
from moderation.domain.opinion import Opinion
from moderation.domain.text import Link, Reading, names_a_contact


@dataclass(frozen=True, slots=True)
class History:
    """What became of the author's other comments on this site; refusals of the last 90 days. All zero for nobody."""

    approved: int = 0
    rejected: int = 0
    spam: int = 0


@dataclass(frozen=True, slots=True)
class Echo:
    """Where nearly the same was said, and the same was linked to: on all sites, of the newest fifty that can be found.

    Attributes:
        near: Other comments of the last 7 days whose text is nearly this one, the same folded text of this site aside.
        refused: How many of those were rejected or spam.
        by_author: Comments of the last 7 days by this author on this site that say the same, or nearly.
        lately: Other comments within 10 minutes that say the same, or nearly.
        linked: Other comments within an hour that link to the same owner, by owner (``text.owner``).
    """

    near: int = 0
    refused: int = 0
    by_author: int = 0
    lately: int = 0
    linked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts about one comment.

    Attributes:
        comment: The comment itself, with what the door saw of its arrival.
        reading: Its text, read once.
        history: What became of the author's other comments.
        recent_by_author: Other comments of this author on this site within 10 minutes.
        recent_by_network: Other comments from this network on this site within 10 minutes.
        same_text: Other comments of this site with the same folded text in the last 7 days.
        same_text_refused: How many of those were rejected or spam.
        estimates: What the model thinks; None if there is none.
        echo: Where nearly the same was said.
        opinions: What was said outside, one by each that the site asks; empty if it asks nobody.
    """

    comment: Comment
    reading: Reading
    history: History = field(default_factory=History)
    recent_by_author: int = 0
    recent_by_network: int = 0
    same_text: int = 0
    same_text_refused: int = 0
    estimates: Estimates | None = None
    echo: Echo = field(default_factory=Echo)
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows; the numbers the checks compare with.

    Attributes:
        hold_first: Whether an author's comments are held until ``trust_after`` of them were approved.
        links: Links a comment may carry without raising suspicion.
        words: Listed words or phrases, as ``text.fold`` writes them, with one space between words.
        hosts: The site's own hosts, as ``text.host`` writes them; links to them and their subdomains are not counted.
        trust_after: Approved comments after which an author is no longer new; at least 1.
        blocks: Who is blocked or trusted.
    """

    hold_first: bool = True
    links: int = 2
    words: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    trust_after: int = 1
    blocks: Blocks = field(default_factory=Blocks)

    def foreign(self, links: Iterable[Link]) -> list[Link]:
        """Those that lead away from the site: its own pages are no advertisement."""
        return [link for link in links if not self._owns(link.host)]

    def leads_somewhere(self, evidence: Evidence) -> bool:
        """Whether somebody gains by its being read: it names a place outside or a contact, or a website stands beside its name."""
        reading, author = evidence.reading, evidence.comment.author
        return bool(author.url or self.foreign(reading.links) or names_a_contact(reading))

    def _owns(self, host: str) -> bool:
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)
