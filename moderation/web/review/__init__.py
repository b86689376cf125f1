"""The moderators' JSON."""

from moderation.web.review import api, appeals, figures, live, looks, rules

BLUEPRINTS = (api.blueprint, live.blueprint, appeals.blueprint, looks.blueprint, rules.blueprint, figures.blueprint)
