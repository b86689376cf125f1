"""The moderators' HTML behind the desk: settings of a site, people, tokens; what the figures say; what is published of it."""

from moderation.web.office import insight, origins, people, policy, senders, sites, tokens, transparency, wordlist

BLUEPRINTS = (
    sites.blueprint, policy.blueprint, wordlist.blueprint, senders.blueprint, origins.blueprint,
    people.blueprint, tokens.blueprint, insight.blueprint, transparency.blueprint,
)  # fmt: skip
