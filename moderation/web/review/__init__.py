"""The moderators' JSON."""

from moderation.web.review import api, figures, rules

BLUEPRINTS = (api.blueprint, rules.blueprint, figures.blueprint)
