"""An article page that carries the form: what a newspaper's reader sees, in three languages."""

from moderation.web.demo import article, stock

BLUEPRINTS = (article.blueprint, stock.blueprint)
