"""The moderators' JSON."""

from moderation.web.review import api, figures, live, rules

BLUEPRINTS = (api.blueprint, live.blueprint, rules.blueprint, figures.blueprint)
