"""People who decide, and what they may."""

from dataclasses import dataclass
from enum import IntEnum

from moderation.domain.errors import ForbiddenError


class Role(IntEnum):
    """What a person may do; each role may do all that the ones before it may."""

    VIEWER = 1
    MODERATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may, and where.

    Attributes:
        sites: Numbers of the sites they may see; None means all sites, also future ones.
        trusted: Whether they may open addresses as a moderator; admins always may.
    """

    role: Role
    sites: frozenset[int] | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person with a login.

    Attributes:
        email_masked: Their login, masked; the address itself is sealed like any other.
    """

    id: str
    name: str
    email_masked: str
    rights: Rights

    @property
    def role(self) -> Role:
        """Their role."""
        return self.rights.role

    @property
    def sites(self) -> frozenset[int] | None:
        """Numbers of the sites they may see; None means all."""
        return self.rights.sites

    @property
    def may_reveal(self) -> bool:
        """Whether this person may open an address."""
        return self.may(Role.ADMIN) or (self.may(Role.MODERATOR) and self.rights.trusted)

    def may(self, role: Role) -> bool:
        """Whether this person may do what that role may do."""
        return self.role >= role

    def must(self, role: Role) -> None:
        """Refuse who may not do what that role may do.

        Raises:
            ForbiddenError: They may not.
        """
        if not self.may(role):
            raise ForbiddenError

    def sees(self, site: int) -> bool:
        """Whether the site is theirs to look at."""
        return self.sites is None or site in self.sites
