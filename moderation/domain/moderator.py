"""People who decide, and what they may."""

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a person may do; each role may do all that the ones before it may."""

    VIEWER = 1
    MODERATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person with a login.

    Attributes:
        email_masked: Their login, masked; the address itself is sealed like any other.
        sites: Numbers of the sites they may see; None means all sites, also future ones.
    """

    id: str
    name: str
    email_masked: str
    role: Role
    sites: frozenset[int] | None = None

    def may(self, role: Role) -> bool:
        """Whether this person may do what that role may do."""
        return self.role >= role

    def sees(self, site: int) -> bool:
        """Whether the site is theirs to look at."""
        return self.sites is None or site in self.sites
