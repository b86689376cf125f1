"""Two approvals: what a site publishes only when two people have said so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from moderation.domain.comment import Comment, Status

FIRST = "first_approval"  # in the audit: somebody said "publish", and it was kept
ANY, REPORTED = "any", "reported"
CATEGORIES: Mapping[str, frozenset[str]] = {  # and the signals that a comment of each has; two are about no signal
    "links": frozenset({"too_many_links", "link_only", "linked_often"}),
    "offence": frozenset({"looks_offensive", "classifier_offence"}),
    "words": frozenset({"listed_word"}),
    "newcomers": frozenset({"first_comment", "new_author"}),
    REPORTED: frozenset(),
    ANY: frozenset(),
}


@dataclass(frozen=True, slots=True)
class First:
    """Somebody's "publish" that waits for another's.

    Attributes:
        by: Id of the moderator; the second has to be somebody else.
    """

    comment: str
    by: str


def needs_two(chosen: Collection[str], comment: Comment, codes: Iterable[str], *, was_reported: bool) -> bool:
    """Whether two people have to say "publish".

    One that is public already stays so by one word, unless readers' open reports are what two have to answer.

    Args:
        chosen: Categories of its site.
        comment: As it stands.
        codes: Of the signals of its verdict.
        was_reported: Whether readers have ever reported it.
    """
    if comment.status is Status.APPROVED:
        return comment.reports > 0 and not {REPORTED, ANY}.isdisjoint(chosen)
    found = set(codes)
    return ANY in chosen or (REPORTED in chosen and was_reported) or any(CATEGORIES[one] & found for one in chosen)


def ordered(chosen: Iterable[str]) -> tuple[str, ...]:
    """The categories among some words, each once, in their order."""
    given = set(chosen)
    return tuple(one for one in CATEGORIES if one in given)
