"""The words that hold a comment: listed, struck, and tried out first; and a box that says what a text would trip."""

from dataclasses import replace

from flask import Response

from moderation.domain import listed
from moderation.domain.block import REASON
from moderation.domain.listed import Listed
from moderation.domain.moderator import Role
from moderation.domain.policy import Judgement
from moderation.domain.rulebook import Rulebook, ordered
from moderation.domain.site import Site
from moderation.domain.starter import STARTER
from moderation.services import rules
from moderation.services.score import Scorer
from moderation.store import rulebooks
from moderation.web import current
from moderation.web.console import cards, door
from moderation.web.office import desk, trial
from moderation.web.office.sheet import Sheet
from moderation.web.office.trial import Trial
from moderation.web.words import of_reason
from moderation.web.words import office as words

TEXT = 2_000  # characters of a text that is tried
MOST = 1_000  # entries of a list

blueprint = door.room("wordlist")


@blueprint.get("/console/sites/<key>/words")
@door.needs(Role.ADMIN)
def get_words(key: str) -> Response:
    """The list."""
    return _page(desk.own(key), Sheet({}))


@blueprint.post("/console/sites/<key>/words")
@door.needs(Role.ADMIN)
def post_word(key: str) -> Response:
    """List a word; or say what it would have touched, if that was asked."""
    site, sheet = desk.own(key), Sheet.sent()
    word, note = sheet.read("word", listed.entry, words.FAULTS["word"]), sheet.line("note", REASON)
    if sheet.faults or word is None:
        return _page(site, sheet)
    entry = Listed(word, note)
    if sheet.get("step") == "try":
        book = _book(site)
        in_order, _ = ordered((*book.words, entry), ())
        return _page(site, sheet, trial=trial.of(site, replace(book, words=in_order)))
    if len(_book(site).words) >= MOST:
        sheet.fault("word", words.FAULTS["full"])
        return _page(site, sheet)
    current.context().database.write(lambda c: rules.list_word(c, site, entry, desk.line("rules")))
    return desk.back("wordlist.get_words", "added", key=key)


@blueprint.post("/console/sites/<key>/words/remove")
@door.needs(Role.ADMIN)
def post_removal(key: str) -> Response:
    """Strike a word off the list. Safe to run again."""
    site, word = desk.own(key), Sheet.sent().line("word", TEXT)
    current.context().database.write(lambda c: rules.strike_word(c, site, word, desk.line("rules")))
    return desk.back("wordlist.get_words", "removed", key=key)


@blueprint.post("/console/sites/<key>/words/starter")
@door.needs(Role.ADMIN)
def post_starter(key: str) -> Response:
    """Switch the words that come with the house on or off; or say first what that would have touched."""
    site, sheet = desk.own(key), Sheet.sent()
    wanted = sheet.get("starter_words") == "on"
    if sheet.get("step") == "try":
        return _page(site, sheet, trial=trial.of(site, replace(_book(site), starter_words=wanted)))
    chosen, line = {"starter_words": wanted}, desk.line("rules")
    current.context().database.write(lambda c: rules.set_choices(c, site, chosen, lambda _mark: True, line))
    return desk.back("wordlist.get_words", "saved", key=key)


@blueprint.post("/console/sites/<key>/words/text")
@door.needs(Role.ADMIN)
def post_text(key: str) -> Response:
    """What a text would trip, if somebody new wrote it."""
    site, sheet = desk.own(key), Sheet.sent()
    body = sheet.get("text")[:TEXT]
    if not body:
        sheet.line("text", TEXT, required=True)
        return _page(site, sheet)
    ctx = current.context()
    with ctx.database.read() as connection:
        known = ctx.estimator.know(connection, site.id)
    (judged,) = Scorer(ctx.estimator, known, site.rules, site.policy).score([body])
    return _page(site, sheet, judged=judged, body=body)


def _page(
    site: Site, sheet: Sheet, *, trial: Trial | None = None, judged: Judgement | None = None, body: str = ""
) -> Response:
    book, signals = _book(site), judged.signals if judged else ()
    spans = [span for signal in signals if signal.weight > 0 or signal.holds for span in signal.spans]
    return desk.show(
        "words", sheet, site=site, book=book, trial=trial, judged=judged, starters=len(STARTER),
        parts=tuple(cards.parts(body, spans)),
        reasons=[(of_reason(current.words(), s.reason), s.weight) for s in sorted(signals, key=lambda s: -s.weight)],
    )  # fmt: skip


def _book(site: Site) -> Rulebook:
    with current.context().database.read() as connection:
        return rulebooks.find(connection, site.id)
