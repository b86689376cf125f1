"""What everybody can reach. Nothing here needs, or could use, the private key."""

from moderation.web.public import comments, docs, embed, health, own, thread_page

BLUEPRINTS = (comments.blueprint, embed.blueprint, own.blueprint, thread_page.blueprint)
COMMON = (health.blueprint, docs.blueprint)  # on every surface
