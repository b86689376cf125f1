"""The door of the stock WordPress form: the same address, fields and answers, so that a theme keeps the form it has."""

from moderation.web.wordpress import door

BLUEPRINTS = (door.blueprint,)
