"""What the figures of the last days say: one page, drawn here, with every figure in a table too."""

from dataclasses import dataclass

from flask import Response

from moderation.domain.agreement import interval
from moderation.domain.insight import Insight, Period
from moderation.domain.moderator import Role
from moderation.services import insight
from moderation.services.insight import Asked
from moderation.web import current, pages, queries, span
from moderation.web.console import door
from moderation.web.office import desk, plots
from moderation.web.office.plots import Bar, Line
from moderation.web.words import figures as words
from moderation.web.words.signals import NAMES

CHOICES = ("30", "7", "90")
SHOWN = 12  # signals in the table

blueprint = door.room("insight")


@dataclass(frozen=True, slots=True)
class Plots:
    """The shapes of a page.

    Attributes:
        scale: The value at the upper edge of the bars.
        stood: For spam and for what was published: the share of the machine's verdicts that nobody has corrected, by week.
    """

    days: tuple[Bar, ...]
    scale: float
    stood: tuple[Line, ...]


@blueprint.get("/console/insight")
@door.needs(Role.MODERATOR)
def get_insight() -> Response:
    """The last 7, 30 or 90 days of one site, or of all of the person's."""
    days = int(queries.choice("days", CHOICES))
    found = _look(span.latest(days))
    return pages.render(
        "office/insight.html", found=found, plots=_plots(found), days=days, choices=sorted(map(int, CHOICES)), site=queries.one("site"),
        sites=desk.mine(), said=words, names=NAMES, uses=[one for one in found.uses if one.code in NAMES][:SHOWN],
        width=plots.WIDTH, height=plots.HEIGHT, interval=interval,
    )  # fmt: skip


def _look(period: Period) -> Insight:
    with current.context().database.read() as connection:
        return insight.look(connection, Asked(span.sites(), period, current.now()), span.tallies())


def _plots(found: Insight) -> Plots:
    bars, scale = plots.stacked([day.counts for day in found.days], tuple(words.STANDS))
    spam = plots.line("spam", [_share(week.spam, week.freed) for week in found.weeks])
    approved = plots.line("approved", [_share(week.approved, week.removed) for week in found.weeks])
    return Plots(bars, scale, (approved, spam))


def _share(said: int, corrected: int) -> float | None:
    return max(said - corrected, 0) / said if said else None
