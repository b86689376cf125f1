"""The moderators' HTML: plain pages and plain forms. A script makes them quicker, and everything works without it."""

from moderation.web.console import appeals, decisions, desk, entrance, house, looks, queue, reveal, sample

BLUEPRINTS = (
    entrance.blueprint,
    decisions.blueprint,
    desk.blueprint,
    house.blueprint,
    reveal.blueprint,
    appeals.blueprint,
    looks.blueprint,
    sample.blueprint,
    queue.blueprint,
)
