"""Handing a comment in: from what was sent to what is stored. The address ends here."""

import secrets

from moderation.adapters import addresses
from moderation.domain.comment import Arrival, Author, Contact, Submission
from moderation.domain.identity import NOISE, identify_in
from moderation.domain.site import Site
from moderation.services.sealing import seal
from moderation.web import current
from moderation.web.schemas import CommentIn


def hand_in(comment: CommentIn, site: Site, receipt: str) -> tuple[Submission, Contact | None]:
    """What is to be stored: the address sealed, masked and fingerprinted, and otherwise gone."""
    ctx, at, email = current.context(), current.now(), comment.author.email
    identifier = identify_in(site.id, at, secrets.token_bytes(NOISE))
    mark, masked, contact = seal(ctx.sealer, ctx.fingerprints, (site.id, identifier), email)
    author = Author(comment.author.name, comment.author.url, mark, masked)
    said = (site.id, comment.thread, comment.parent, author.name, email, author.url, comment.body)
    submission = Submission(
        site=site.id,
        id=identifier,
        thread=comment.thread,
        title=comment.title,
        parent=comment.parent,
        author=author,
        body=comment.body,
        arrival=_arrival(comment, site),
        digest=ctx.fingerprints.submission(*said),
        key=receipt,
    )
    return submission, contact


def _arrival(comment: CommentIn, site: Site) -> Arrival:
    token, seconds = current.context().signatures.read_form(comment.form_token or "", site.key, current.now())
    return Arrival(
        token,
        comment.seconds if seconds is None else seconds,
        honeypot=bool(comment.website2.strip()),
        network=current.network(),
        flags=_flags(comment, site),
    )


def _flags(comment: CommentIn, site: Site) -> tuple[str, ...]:
    """What the site's lists say of the sender's mail domain and network. Only this goes on, and nothing of it is told them."""
    blocks, email = site.rules.blocks, comment.author.email
    domain = addresses.domain(email) if email and blocks.entries else ""
    return blocks.flags(domain, current.sender(), current.now())
