"""The moderators' JSON."""

from moderation.web.review import api, rules

BLUEPRINTS = (api.blueprint, rules.blueprint)
