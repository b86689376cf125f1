"""The moderators' HTML: plain pages and plain forms. A script makes them quicker, and everything works without it."""

from moderation.web.console import decisions, desk, entrance, house, queue, reveal

BLUEPRINTS = (
    entrance.blueprint,
    decisions.blueprint,
    desk.blueprint,
    house.blueprint,
    reveal.blueprint,
    queue.blueprint,
)
