"""Every fact a check may look at, gathered before any of them is asked. Any verdict can be replayed from it."""

from dataclasses import dataclass, field

from moderation.domain.block import Blocks
from moderation.domain.comment import Comment
from moderation.domain.text import Reading


@dataclass(frozen=True, slots=True)
class History:
    """What became of the author's other comments on this site; refusals of the last 90 days. All zero for nobody."""

    approved: int = 0
    rejected: int = 0
    spam: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts about one comment.

    Attributes:
        comment: The comment itself, with what the door saw of its arrival.
        reading: Its text, read once.
        history: What became of the author's other comments.
        recent_by_author: Other comments of this author on this site in the last 10 minutes.
        recent_by_network: Other comments from this network on this site in the last 10 minutes.
        same_text: Other comments of this site with the same folded text in the last 7 days.
        same_text_refused: How many of those were rejected or spam.
    """

    comment: Comment
    reading: Reading
    history: History = field(default_factory=History)
    recent_by_author: int = 0
    recent_by_network: int = 0
    same_text: int = 0
    same_text_refused: int = 0


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
