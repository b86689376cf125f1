"""Asking outside about waiting comments, before they are judged; only for sites whose operator has said so.

A batch is asked about at once, by a bounded number of threads, and within ``SECONDS``: the leases of its comments go on
running. Whoever has not answered by then has said nothing, and a person decides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from moderation.adapters import akismet, classifier_http
from moderation.adapters.breaker import Breaker
from moderation.adapters.crew import together
from moderation.adapters.outward import Answer
from moderation.domain import text
from moderation.domain.comment import Comment
from moderation.domain.message import SendingError
from moderation.domain.opinion import Opinion, Who
from moderation.domain.site import Site
from moderation.store.engine import Database

THREADS = 16
ONE = 2.0  # seconds for one answer
SECONDS = 3.0  # for all answers of a batch; a lease lasts ten (store.waiting.LEASE), and judging takes its time too
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Panel:
    """What asking outside needs, and telling.

    Attributes:
        sites: The site with a number; None if it is gone.
        pseudonym: What outsiders call an author: from site and fingerprint; empty for nobody.
        post: Posts, within so many seconds, to a URL, a body of a media type.
        tell: Called for each opinion: of whom, and ``answered`` or ``missing``.
    """

    database: Database
    sites: Callable[[int], Site | None]
    pseudonym: Callable[[int, str], str]
    post: Callable[[float, str, bytes, str], Answer]
    breaker: Breaker
    tell: Callable[[str, str], object]


def consult(panel: Panel, comments: Sequence[Comment]) -> Mapping[str, tuple[Opinion, ...]]:
    """What is thought outside of each comment whose site asks somebody, by id. Must not be called in a transaction."""
    questions = [(site, comment, who) for site, comment in _with_sites(panel, comments) for who in site.asked.servers]
    answers = together([partial(_ask, panel, *question) for question in questions], THREADS, SECONDS)
    opinions: dict[str, tuple[Opinion, ...]] = {}
    for (_, comment, who), answer in zip(questions, answers, strict=True):
        opinion = answer or Opinion(who, error="late")
        panel.tell(who, "missing" if opinion.spam is None else "answered")
        opinions[comment.id] = (*opinions.get(comment.id, ()), opinion)
    return opinions


def _with_sites(panel: Panel, comments: Sequence[Comment]) -> Iterator[tuple[Site, Comment]]:
    for comment in comments:
        site = panel.sites(comment.site)
        if site:
            yield site, comment


def _ask(panel: Panel, site: Site, comment: Comment, who: Who) -> Opinion:
    server = site.asked.servers[who]
    if not panel.breaker.allows(server):
        return Opinion(who, error="resting")
    try:
        opinion = ASK[who](panel, site, comment)
    except SendingError as error:
        panel.breaker.missed(server, who, error.code)
        return Opinion(who, error=error.code)
    except Exception as mistake:  # noqa: BLE001 - ours: then there is no opinion, and a person decides
        log.error("opinion_failed", who=who, error=type(mistake).__name__)  # noqa: TRY400 - a traceback would show values
        return Opinion(who, error="mistake")
    panel.breaker.heard(server)
    return opinion


def _ask_akismet(panel: Panel, site: Site, comment: Comment) -> Opinion:
    fields = akismet.fields_of(site, comment, panel.pseudonym(site.id, comment.author.fingerprint))
    return akismet.check(partial(panel.post, ONE), site.asked, fields)


def _ask_classifier(panel: Panel, site: Site, comment: Comment) -> Opinion:
    post, language = partial(panel.post, ONE), text.read(comment.body).language
    return classifier_http.classify(post, site.asked.classifier_url, comment.id, comment.body, language)


ASK: Mapping[Who, Callable[[Panel, Site, Comment], Opinion]] = {
    Who.AKISMET: _ask_akismet,
    Who.CLASSIFIER: _ask_classifier,
}
