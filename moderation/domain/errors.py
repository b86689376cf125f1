"""Everything that can be refused. Raised below, worded and given its HTTP status once, in ``web.problems``."""

import dataclasses
from dataclasses import dataclass


class ModerationError(Exception):
    """The root of all refusals. Carries identifiers and codes, never what a person typed."""


class NotFoundError(ModerationError):
    """What was named does not exist, or may not be seen by the one who asks."""


class ForbiddenError(ModerationError):
    """Known and refused. ``code`` says why: ``role``, ``origin``, ``closed``, ``late``, ``decided``, ``own_decision``, ``author``."""

    def __init__(self, code: str = "role") -> None:
        """Remember why."""
        super().__init__(code)
        self.code = code


class DuplicateError(ModerationError):
    """The same author has just said the same thing in the same place."""


class StaleError(ModerationError):
    """Somebody else was faster: the version shown is not the version stored."""


class ChangedError(ModerationError):
    """What was to be replaced is not any more what the one who replaces it has seen."""


class TakenError(ModerationError):
    """Somebody else has the name already."""


class LastAdminError(ModerationError):
    """Nobody would be left to do what only this person can."""


class UnavailableError(ModerationError):
    """A part the answer depends on is away; trying again later is right."""


class KeylessError(ModerationError):
    """The key that this needs is not on this machine; on purpose, where readers can reach it."""


class TooManyError(ModerationError):
    """A limit is used up. ``retry_after`` is in whole seconds, at least 1."""

    def __init__(self, retry_after: int) -> None:
        """Remember when to come back."""
        super().__init__(retry_after)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; the words are chosen at the door, in the reader's language.

    Attributes:
        field: Dotted name as in JSON, such as ``author.email``.
        code: ``required too_short too_long invalid foreign unknown_field key_reused control_characters``.
        params: Numbers for the words, such as ``{"limit": 80}``. Never what was typed.
    """

    field: str
    code: str
    params: dict[str, int] = dataclasses.field(default_factory=dict)


class InvalidError(ModerationError):
    """Input with all its faults, in the order of the form."""

    def __init__(self, *errors: FieldError) -> None:
        """Collect the faults; at least one."""
        super().__init__(", ".join(f"{error.field}:{error.code}" for error in errors))
        self.errors = errors
