"""Sites: who we publish for, and what they have chosen."""

from dataclasses import dataclass, field

from moderation.domain.evidence import Rules
from moderation.domain.opinion import Asked
from moderation.domain.policy import Policy

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what may be about a person is kept, in days; 0 means for ever.

    Attributes:
        refused: Rejected comments and spam, after that was decided.
        network: Keyed hashes of networks.
        email: Sealed addresses and fingerprints, after the author's last comment.
        audit: Lines of the audit.
    """

    refused: int = 30
    network: int = 30
    email: int = 365
    audit: int = 365


@dataclass(frozen=True, slots=True)
class Site:
    """One customer's site.

    Attributes:
        id: Small number; the first part of every key of what belongs to the site.
        key: Its name in URLs, ``[a-z0-9][a-z0-9-]{0,39}``.
        origins: Exact origins of its pages, such as ``https://news.example``.
        language: ``ar``, ``fr`` or ``en``: spoken where the reader's preference is unknown.
        required: Which of ``name``, ``email``, ``url`` the form demands.
        edit_minutes: How long authors may change what they wrote; 0 means not at all.
        close_after_days: Threads older than this take no more comments; 0 means never.
        permalink: Where the page with a number is, for forms that name only that: ``https://…/?p={id}``; empty if unknown.
        keys_renewed: How often the key of its Akismet clients was replaced.
        rules_version: Grows with each change of the rules and the policy.
        second_looks: Of a hundred decisions, and of a hundred verdicts of the machine alone, how many somebody else looks at again.
    """

    id: int
    key: str
    name: str
    origins: tuple[str, ...]
    language: str = "ar"
    required: frozenset[str] = frozenset({"name", "email"})
    edit_minutes: int = 15
    close_after_days: int = 0
    permalink: str = ""
    keys_renewed: int = 0
    second_looks: int = 2
    rules_version: int = 1
    rules: Rules = field(default_factory=Rules)
    policy: Policy = field(default_factory=Policy)
    keeping: Keeping = Keeping()
    asked: Asked = field(default_factory=Asked)
