"""How much a key was used: ``/1.2/``, and the figures of the plugin's own page."""

import csv
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from io import StringIO
from typing import Any

from flask import Blueprint, Response, json

from moderation.domain.site import Site
from moderation.store import calls
from moderation.store.calls import COUNTED, MONTH, Calls
from moderation.web import current
from moderation.web.akismet.call import Call, invalid, plain, read
from moderation.web.akismet.described import BLOGS, LIMIT, STATS, WHOSE, counts
from moderation.web.akismet.door import UNKNOWN_KEY

ORDERS = {
    "total": "asked",
    "spam": "spam",
    "ham": "ham",
    "missed_spam": "missed_spam",
    "false_positives": "false_positives",
}
COLUMNS = ("Site", "Total API Calls", "Spam", "Ham", "Missed Spam", "False Positives", "Is Revoked")
MOST = 500
PERIODS = {"60-days": 60, "6-months": 183}  # days; all else is all
SECONDS_EACH = 15  # of a person's time, that each spam would have taken
_MONTH = re.compile(r"\A[0-9]{4}-[0-9]{2}\Z", re.ASCII)

blueprint = Blueprint("akismet_usage", __name__)


@blueprint.get("/1.2/usage-limit")
@counts("Ask how much a key was used", LIMIT, queries="api_key key extended")
def get_usage_limit() -> Response:
    """How much this month; there is no limit."""
    call = read()
    site = current.context().keys.site(call.key)
    if site is None:
        return invalid(UNKNOWN_KEY)
    asked = sum(one.asked for one in _counted(site, f"{current.now():{MONTH}}"))
    said: dict[str, Any] = {"limit": "none", "usage": asked, "percentage": "0.00", "throttled": False}
    more = {"notice_level": "NOTICE_NONE", "upgrade": False} if call["extended"] in {"true", "1"} else {}
    return _json({**said, **more})


@blueprint.get("/1.2/key-sites")
@counts(
    "Ask how much each blog has asked", BLOGS, "text/csv", queries="api_key key month order filter limit offset format"
)
def get_key_sites() -> Response:
    """How much each blog has asked in a month."""
    call = read()
    site = current.context().keys.site(call.key)
    if site is None:
        return invalid(UNKNOWN_KEY)
    month = call["month"] if _MONTH.match(call["month"]) else f"{current.now():{MONTH}}"
    order = ORDERS.get(call["order"], "asked")
    found = [one for one in _counted(site, month) if one.month == month and call["filter"] in one.blog]
    found.sort(key=lambda one: (-getattr(one, order), one.blog))
    limit, offset = _number(call, "limit", MOST), _number(call, "offset", 0)
    shown = found[offset : offset + min(limit, MOST)]
    if call["format"] == "csv":
        return _csv(f"Active sites during {month} (limit: {limit}, offset: {offset}, total: {len(found)})", shown)
    return _json({month: [_site(one) for one in shown], "limit": limit, "offset": offset, "total": len(found)})


@blueprint.post("/1.1/get-stats")
@counts("Ask for the figures of the plugin's page", STATS, form=f"{WHOSE} from")
def get_stats() -> Response:
    """What the plugin's page shows."""
    call = read()
    site = current.context().keys.site(call.key)
    if site is None:
        return invalid(UNKNOWN_KEY)
    days = PERIODS.get(call["from"])
    found = _counted(site, f"{current.now() - timedelta(days=days):{MONTH}}" if days else "")
    months = {
        month: _sums([one for one in found if one.month == month]) for month in sorted({one.month for one in found})
    }
    return _json({**_sums(found), "breakdown": months})


def _counted(site: Site, since: str) -> tuple[Calls, ...]:
    with current.context().database.read() as connection:
        return calls.list_since(connection, site.id, since)


def _sums(found: Sequence[Calls]) -> dict[str, Any]:
    sums = {name: sum(getattr(one, name) for one in found) for name in COUNTED}
    wrong, asked = sums["missed_spam"] + sums["false_positives"], sums.pop("asked")
    right = round(100 * max(asked - wrong, 0) / asked, 2) if asked else 100
    return {**sums, "accuracy": right, "time_saved": sums["spam"] * SECONDS_EACH}


def _site(one: Calls) -> dict[str, Any]:
    said = asdict(one)
    said.pop("month")
    return {"site": said.pop("blog"), "api_calls": said.pop("asked"), **said, "is_revoked": False}


def _csv(title: str, shown: Sequence[Calls]) -> Response:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([[title], COLUMNS, *([*[*_site(one).values()][:-1], "false"] for one in shown)])
    return Response(file.getvalue(), headers={"Cache-Control": "no-store"}, content_type="text/csv; charset=utf-8")


def _json(body: dict[str, Any]) -> Response:
    answer = plain(json.dumps(body))
    answer.content_type = "application/json"
    return answer


def _number(call: Call, name: str, otherwise: int) -> int:
    value = call[name]
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise  # noqa: PLR2004 - digits
