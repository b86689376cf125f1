"""The moderators' JSON."""

from moderation.web.review import api

BLUEPRINTS = (api.blueprint,)
