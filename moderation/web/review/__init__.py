"""The moderators' JSON."""

from moderation.web.review import api, live, rules

BLUEPRINTS = (api.blueprint, live.blueprint, rules.blueprint)
