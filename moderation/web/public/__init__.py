"""What everybody can reach. Nothing here needs, or could use, the private key."""

from moderation.web.public import comments, docs, embed, feed, health, own, reporting, status_page, thread_page

BLUEPRINTS = (
    comments.blueprint, embed.blueprint, feed.blueprint, own.blueprint, reporting.blueprint, status_page.blueprint,
    thread_page.blueprint,
)  # fmt: skip
COMMON = (health.blueprint, docs.blueprint)  # on every surface
