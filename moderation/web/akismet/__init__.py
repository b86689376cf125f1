"""The door of Akismet clients: asked as Akismet is asked, it answers as Akismet does, with the site's own filter."""

from moderation.web.akismet import door, usage

BLUEPRINTS = (door.blueprint, usage.blueprint)
