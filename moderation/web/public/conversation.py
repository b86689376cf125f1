"""A thread as a page shows it: approved comments, answers one level deep, and what became of the reader's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.comment import Comment, Status, Thread
from moderation.domain.site import Site
from moderation.services.submit import is_closed
from moderation.store import comments, listing, numbers, public, threads
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current, cursors, queries
from moderation.web.public import tickets

PAGE, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment and, in the order they came, all answers to it and to these.

    Attributes:
        answers: Each with the comment it answers.
    """

    comment: Comment
    answers: tuple[tuple[Comment, Comment], ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """One page of a thread.

    Attributes:
        following: Cursor of the next page; None at the end.
        answered: The comment that the form will answer; None for a comment of its own.
        posted: What the reader has just sent, if it was for this thread.
        way: Where its author sees how it stands; empty unless they were just led here.
    """

    thread: Thread
    closed: bool
    branches: tuple[Branch, ...]
    following: str | None = None
    answered: Comment | None = None
    posted: Comment | None = None
    way: str = ""

    @property
    def wait(self) -> int | None:
        """Seconds that a person's decision usually takes; None where nobody can say."""
        return current.context().waits.typical(self.thread.site, current.now())

    @property
    def has_posted_here(self) -> bool:
        """Whether what the reader sent stands on this page."""
        return bool(self.posted) and any(
            self.posted in (branch.comment, *(answer for answer, _ in branch.answers)) for branch in self.branches
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for in the URL: a page, the comment to answer, the comment they sent."""

    page: Page
    parent: str
    posted: str
    glimpse: tuple[str, str] = ("", "")  # the number and the hash that the stock form's answer leads back with


def asked() -> Wanted:
    """What this request asks for.

    Raises:
        InvalidError: Something in it is not what it should be.
    """
    glimpse = queries.one("unapproved"), queries.one("moderation-hash")
    return Wanted(queries.page(PAGE, MOST), queries.one("parent"), queries.one("posted"), glimpse)


def read(connection: Connection, site: Site, url: str, wanted: Wanted) -> Conversation:
    """The conversation on a page; an empty one where nobody has said anything."""
    thread = threads.find_or_empty(connection, site.id, url)
    found = listing.list_public(connection, thread, wanted.page.and_one_more)
    shown, following = cursors.cut(found, wanted.page.limit, lambda comment: comment)
    first = public.list_pinned(connection, thread) if wanted.page.after is None else ()
    identifier, _, ticket = wanted.posted.partition(".")
    sent = identifier or _glimpsed(connection, site, *wanted.glimpse)
    answered, posted = (_of_thread(connection, thread, one) for one in (wanted.parent, sent))
    return Conversation(
        thread=thread,
        closed=is_closed(site, thread, current.now()),
        branches=nest([*first, *(comment for comment in shown if not comment.pinned)]),
        following=following,
        answered=answered if answered and answered.status is Status.APPROVED else None,
        posted=posted,
        way=tickets.way(posted.id, ticket) if posted else "",
    )


def _glimpsed(connection: Connection, site: Site, number: str, proof: str) -> str:
    found = numbers.find(connection, site.id, "wordpress", number) if proof else None
    return found if found and current.context().signatures.is_glimpse(proof, found) else ""


def nest(shown: Sequence[Comment]) -> tuple[Branch, ...]:
    """Comments with their answers below them. What answers a comment that is not shown stands for itself."""
    by_id = {comment.id: comment for comment in shown}
    answers: dict[str, list[tuple[Comment, Comment]]] = {}
    for comment in sorted(shown, key=lambda one: (one.submitted_at, one.id)):
        first = _first(comment, by_id)
        if comment.parent and first is not comment:
            answers.setdefault(first.id, []).append((comment, by_id[comment.parent]))
    return tuple(Branch(one, tuple(answers.get(one.id, ()))) for one in shown if _first(one, by_id) is one)


def _first(comment: Comment, by_id: dict[str, Comment]) -> Comment:
    """The comment at the root of an answer, as far as it is shown; an imported circle ends where it began."""
    first, seen = comment, {comment.id}
    while first.parent in by_id and first.parent not in seen and not first.pinned:
        first = by_id[first.parent]
        seen.add(first.id)
    return comment if first.parent in seen else first


def _of_thread(connection: Connection, thread: Thread, identifier: str) -> Comment | None:
    comment = comments.find(connection, identifier) if identifier else None
    return comment if comment and (comment.site, comment.thread.id) == (thread.site, thread.id) else None
