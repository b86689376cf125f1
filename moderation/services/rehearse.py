"""Trying rules out: what they would have made of the comments a site has had. Nothing is written, and nobody is judged.

Replayed is what the rules have a say in; whatever else was seen of a comment stays as it was seen then, and counts as it did.
Both the present and the new rules are replayed, so that only what the new ones change is told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from moderation.checks import examine, links, reputation, standing, wordlist
from moderation.domain import text
from moderation.domain.block import Kind
from moderation.domain.comment import Comment
from moderation.domain.evidence import Evidence, History, Rules
from moderation.domain.policy import Judgement, Policy, Verdict, judge
from moderation.domain.rulebook import Rulebook
from moderation.domain.signal import Signal
from moderation.domain.site import Site
from moderation.store import listing, verdicts
from moderation.store.engine import Database

LATEST = 1_000  # comments
BATCH = 100  # comments in one transaction
EXAMPLES = 50
RULED = (  # checks that compare with what a site has chosen, and the codes they give
    links.too_many_links,
    wordlist.listed_word,
    standing.blocked,
    standing.trusted,
    reputation.first_comment,
    reputation.new_author,
)
CODES = frozenset(
    {
        *("too_many_links", "listed_word", "first_comment", "new_author"),
        *(f"{effect}_{what}" for effect in ("blocked", "trusted") for what in ("author", "domain", "network")),
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """A comment that would have been judged otherwise.

    Attributes:
        before: By the present rules.
        after: By the new ones.
    """

    comment: Comment
    before: Verdict
    after: Judgement


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How it went.

    Attributes:
        tested: Comments that were replayed, the newest ones of the site.
        changes: Number of changes, by the verdicts before and after.
        examples: The newest changes, at most ``EXAMPLES``.
        skipped: Entries for domains and networks: what a sender had is not kept, so they cannot be tried.
    """

    tested: int
    changes: dict[tuple[Verdict, Verdict], int]
    examples: tuple[Change, ...]
    skipped: int


def rehearse(database: Database, site: Site, book: Rulebook, enough: Callable[[], bool]) -> Rehearsal:
    """Replay the latest comments of a site, newest first, all of them or until it is enough."""
    now, then = (site.rules, site.policy), (book.rules(site.rules.hosts), _policy(site, book))
    tested, counts = 0, Counter[tuple[Verdict, Verdict]]()
    examples: list[Change] = []
    for comment, signals in _latest(database, site):
        if enough():
            break
        tested += 1
        before, after = _replay(comment, signals, (now, then))
        if before.verdict is not after.verdict:
            counts[before.verdict, after.verdict] += 1
            examples += [Change(comment, before.verdict, after)] if len(examples) < EXAMPLES else []
    return Rehearsal(tested, dict(counts), tuple(examples), _skipped(site, book))


def _latest(database: Database, site: Site) -> Iterator[tuple[Comment, tuple[Signal, ...]]]:
    """Comments that have a verdict, each with what was seen of it."""
    before = ""
    for _ in range(LATEST // BATCH):
        with database.read() as connection:
            page = listing.list_latest(connection, site.id, before, BATCH)
            judged = verdicts.find_many(connection, page)
        yield from ((comment, judged[comment.id].signals) for comment in page if comment.id in judged)
        if len(page) < BATCH:
            return
        before = page[-1].id


def _replay(
    comment: Comment, signals: tuple[Signal, ...], ways: Iterable[tuple[Rules, Policy]]
) -> tuple[Judgement, ...]:
    """Judge it by some rules, as if it were that day."""
    seen = tuple(signal for signal in signals if signal.reason.code not in CODES)
    facts = Evidence(comment, text.read(comment.body), _history(seen))
    return tuple(judge((*seen, *examine(RULED, facts, rules)), policy) for rules, policy in ways)


def _history(signals: Iterable[Signal]) -> History:
    """What became of the author's comments until that day. Who was refused was held for that, so no more has to be known."""
    approved = (signal.reason.params["count"] for signal in signals if signal.reason.code == "known_author")
    return History(approved=int(next(approved, 0)))


def _policy(site: Site, book: Rulebook) -> Policy:
    return replace(site.policy, approve_below=book.approve_below, spam_above=book.spam_above)


def _skipped(site: Site, book: Rulebook) -> int:
    new = set(book.blocks) - set(site.rules.blocks.entries)
    return sum(entry.kind is not Kind.FINGERPRINT for entry in new)
