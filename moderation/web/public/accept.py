"""Accepting a submission: limits, then one transaction, then the doorbell. JSON and forms go the same way."""

from collections.abc import Iterator

from moderation.adapters.limiter import Limit
from moderation.domain.comment import Comment, Submission
from moderation.domain.errors import TooManyError
from moderation.domain.site import Site
from moderation.services import submit
from moderation.web import current
from moderation.web.public import intake
from moderation.web.public.handing import hand_in
from moderation.web.schemas import CommentIn

MINUTE, HOUR = 60, 3600  # seconds


def accept(site: Site) -> Comment:
    """Store the comment in the request, or find the one it became before. When this returns, it is on disk.

    Raises:
        ModerationError: It was refused; nothing was stored.
        Problem: The request cannot be read.
    """
    receipt = intake.key()
    return take(site, intake.validate(intake.fields(), site), receipt)


def take(site: Site, comment: CommentIn, receipt: str = "") -> Comment:
    """Store a comment, whatever form it came in; ``receipt`` as ``intake.key`` gives it.

    Raises:
        ModerationError: It was refused; nothing was stored.
    """
    ctx, at = current.context(), current.now()
    submission, contact = hand_in(comment, site, receipt)
    if receipt:  # replays bypass limits
        with ctx.database.read() as connection:
            replayed = submit.replay(connection, submission, at)
        if replayed:
            return replayed
    _limit(site, submission)
    accepted = ctx.database.write(lambda connection: submit.submit(connection, site, submission, contact, at))
    ctx.doorbell.ring()
    return accepted


def _limit(site: Site, submission: Submission) -> None:
    ctx = current.context()
    wait = ctx.limiter.wait(tuple(_limits(site, submission))) if ctx.limited else 0
    if wait:
        raise TooManyError(wait)


def _limits(site: Site, submission: Submission) -> Iterator[Limit]:
    network, author = submission.arrival.network, submission.author.fingerprint
    if network:
        yield Limit(f"{site.id}:network:{network}:minute", 6, MINUTE)
        yield Limit(f"{site.id}:network:{network}:hour", 60, HOUR)
    if author:
        yield Limit(f"{site.id}:author:{author}", 4, MINUTE)
    yield Limit(f"{site.id}:all", 600, MINUTE)
