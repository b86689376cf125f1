"""Accepting a submission: limits, then one transaction, then the doorbell. JSON and forms go the same way."""

from collections.abc import Iterator

from moderation.adapters.limiter import Limit
from moderation.domain.comment import Comment, Submission
from moderation.domain.site import Site
from moderation.services import submit
from moderation.web import current
from moderation.web.public import intake, limits
from moderation.web.public.handing import hand_in
from moderation.web.schemas import CommentIn


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
    limits.take(_limits(site, submission))
    accepted = ctx.database.write(lambda connection: submit.submit(connection, site, submission, contact, at))
    ctx.doorbell.ring()
    return accepted


def _limits(site: Site, submission: Submission) -> Iterator[Limit]:
    network, author = submission.arrival.network, submission.author.fingerprint
    if network:
        yield Limit(f"{site.id}:network:{network}:minute", 6, limits.MINUTE)
        yield Limit(f"{site.id}:network:{network}:hour", 60, limits.HOUR)
    if author:
        yield Limit(f"{site.id}:author:{author}", 4, limits.MINUTE)
    yield Limit(f"{site.id}:all", 600, limits.MINUTE)
