"""The moderators' HTML: plain pages and plain forms. What a script may add later only makes them quicker."""

from moderation.web.console import decisions, entrance, queue, reveal

BLUEPRINTS = (entrance.blueprint, queue.blueprint, decisions.blueprint, reveal.blueprint)
