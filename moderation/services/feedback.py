"""Telling an Akismet server where people saw it otherwise, once their word cannot be taken back any more.

A message stands for one version of a comment. When it is due, it is looked at what stands then: if somebody has decided
since, or taken it back, this message says nothing, and theirs does.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from moderation.adapters import akismet
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Outcome
from moderation.domain.message import Message
from moderation.domain.opinion import Asked, Who
from moderation.services.consult import Panel
from moderation.store import audit, comments, decisions, outbox, sites, verdicts
from moderation.store.engine import Connection

CHANNEL = "akismet"
PATIENCE = 5.0  # seconds for one message: nobody waits for it but who stops the service
TELLING = {Status.SPAM: True, Status.APPROVED: False}  # whether it is spam; a rejection says nothing about that
SAID = {"akismet_spam": True, "akismet_certain": True, "akismet_fine": False, "akismet_silent": None}  # by reason code


def promise(connection: Connection, outcomes: Iterable[Outcome], at: datetime, due_at: datetime) -> None:
    """Write down, in the transaction of a decision or of an undo, that it is to be told; for sites that ask Akismet only."""
    done = [one.comment for one in outcomes if one.comment and not one.error and one.comment.status in TELLING]
    if done:
        asked = sites.asked_by(connection, {comment.site for comment in done})
        outbox.put(
            connection,
            [_message(one, at, due_at) for one in done if Who.AKISMET in asked.get(one.site, Asked()).servers],
        )


def sender(panel: Panel) -> Callable[[Message], None]:
    """Sends what was promised. Safe to run again."""
    return partial(_send, panel)


def _message(comment: Comment, at: datetime, due_at: datetime) -> Message:
    return Message(comment.site, _name(comment), CHANNEL, "comment.decided", comment.id, at, due_at)


def _name(comment: Comment) -> str:
    return f"{CHANNEL}-{comment.id}-{comment.version}"


def _send(panel: Panel, message: Message) -> None:
    site = panel.sites(message.site)
    if site is None or Who.AKISMET not in site.asked.servers:
        return  # it was switched off since: nothing leaves any more
    with panel.database.read() as connection:
        told = next(_told(connection, message), None)
    if told is None:
        return
    comment, said = told
    fields = akismet.fields_of(site, comment, panel.pseudonym(site.id, comment.author.fingerprint))
    if said is not None:
        fields["comment_check_response"] = "true" if said else "false"
    akismet.submit(partial(panel.post, PATIENCE), site.asked, fields, spam=TELLING[comment.status])


def _told(connection: Connection, message: Message) -> Iterator[tuple[Comment, bool | None]]:
    """The comment, and what Akismet said of it, if there is something to tell: it was asked, and people see it otherwise.

    After more than one decision it may have been told the contrary, so it is told in any case.
    """
    comment = comments.find(connection, message.subject)
    if comment is None or _name(comment) != message.id or not decisions.last(connection, comment):
        return
    judgement = verdicts.find_many(connection, [comment]).get(comment.id)
    codes = [signal.reason.code for signal in judgement.signals if signal.reason.code in SAID] if judgement else []
    if not codes or any(line.action == "erase" for line in audit.list_of(connection, comment.site, comment.id)):
        return
    said = SAID[codes[0]]
    if said != TELLING[comment.status] or decisions.count(connection, comment) > 1:
        yield comment, said
