"""When the machine acts alone, and when newcomers wait: tried on the latest comments before it counts."""

from dataclasses import replace
from typing import Any

from flask import Response

from moderation.domain.approval import CATEGORIES
from moderation.domain.errors import ChangedError
from moderation.domain.moderator import Role
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.services import choices, rules, thresholds
from moderation.services.thresholds import Proposals
from moderation.store import rulebooks
from moderation.web import current, queries
from moderation.web.console import door
from moderation.web.office import desk, trial
from moderation.web.office.sheet import Sheet
from moderation.web.office.trial import Trial
from moderation.web.words import office as words

SHARES, NUMBERS = ("approve_below", "spam_above"), ("trust_after", "links")
HUNDRED = 100

blueprint = door.room("policy")


@blueprint.get("/console/sites/<key>/policy")
@door.needs(Role.ADMIN)
def get_policy(key: str) -> Response:
    """The thresholds as they are; with ``proposed``, the form with those that decisions speak for."""
    site = desk.own(key)
    sheet = _written(_book(site))
    if queries.one("proposed"):
        found = _proposals(site)
        taken = {name: _hundredths(one.value) for name in SHARES if (one := getattr(found, name))}
        sheet.typed.update(taken)
    return _page(site, sheet)


@blueprint.post("/console/sites/<key>/policy")
@door.needs(Role.ADMIN)
def post_policy(key: str) -> Response:
    """What would change; and once that was seen, change it, unless somebody else has in the meantime."""
    site, sheet = desk.own(key), Sheet.sent()
    chosen = _chosen(sheet)
    if sheet.faults or sheet.get("step") == "back":
        return _page(site, sheet)
    if sheet.get("step") == "save":
        try:
            seen, line = sheet.get("mark"), desk.line("rules")
            current.context().database.write(
                lambda c: rules.set_choices(c, site, chosen, lambda mark: mark == seen, line)
            )
            return desk.back("policy.get_policy", "saved", key=key)
        except ChangedError:
            sheet.fault("mark", words.CHANGED)
            return _page(site, sheet)
    return _page(site, sheet, trial.of(site, replace(_book(site), **chosen)))


def _page(site: Site, sheet: Sheet, tried: Trial | None = None) -> Response:
    """The form; after a conflict with the mark of what there is now, for that is what its next sending has seen."""
    book = _book(site)
    conflict = "mark" in sheet.faults
    mark = rules.mark_of_choices(book) if conflict else sheet.get("mark")
    shown = {
        "twice": words.TWICE,
        "site": site,
        "book": book,
        "trial": tried,
        "mark": mark,
        "found": None if tried else _proposals(site),
    }
    return desk.show("policy", sheet, desk.CHANGED if conflict else 200, wanted=thresholds, **shown)


def _proposals(site: Site) -> Proposals:
    with current.context().database.read() as connection:
        return thresholds.propose(connection, site.id)


def _hundredths(share: float) -> str:
    return f"{share * HUNDRED:.4g}"


def _book(site: Site) -> Rulebook:
    with current.context().database.read() as connection:
        return rulebooks.find(connection, site.id)


def _written(book: Rulebook) -> Sheet:
    typed = {name: _hundredths(getattr(book, name)) for name in SHARES}
    typed |= {name: str(getattr(book, name)) for name in NUMBERS}
    ticked = [f"two_approvals:{category}" for category in book.two_approvals]
    return Sheet(
        {**typed, "mark": rules.mark_of_choices(book)}, ticked + (["hold_first:on"] if book.hold_first else [])
    )


def _chosen(sheet: Sheet) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "hold_first": sheet.has("hold_first", "on"),
        "two_approvals": tuple(category for category in CATEGORIES if sheet.has("two_approvals", category)),
    }
    for name in NUMBERS:
        chosen[name] = sheet.read(name, lambda typed, name=name: choices.read(name, typed), words.FAULTS[name])  # type: ignore[misc]
    for name in SHARES:
        chosen[name] = sheet.read(name, lambda typed, name=name: _share(name, typed), words.FAULTS["share"])  # type: ignore[misc]
    if not sheet.faults and chosen["approve_below"] > chosen["spam_above"]:
        sheet.fault("spam_above", words.FAULTS["order"])
    return chosen


def _share(name: str, typed: str) -> float:
    """A share, typed in hundredths; where numbers have a comma, also with that."""
    value: float = choices.read(name, str(float(typed.replace(",", ".")) / HUNDRED))
    return round(value, 6)
