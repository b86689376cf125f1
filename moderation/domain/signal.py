"""What a check says."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with parameters; worded at the door, in the reader's language.

    Attributes:
        code: Stable identifier, such as ``too_many_links``.
        params: Values for the words: counts, hosts, list words. Never an address.
    """

    code: str
    params: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing a check saw.

    Attributes:
        check: Name of the check, such as ``links``.
        weight: Log-odds towards spam, in nats: +0.7 doubles the odds, negative speaks for the comment.
        reason: Why.
        spans: Half-open ranges in code points of the original text.
        holds: Whatever the odds, a person looks before it is published.
        failed: The check could not be made; then nothing is decided by machine.
        advises: It counts towards the score, but a verdict has to stand without it too; else a person looks.
    """

    check: str
    weight: float
    reason: Reason
    spans: tuple[tuple[int, int], ...] = ()
    holds: bool = False
    failed: bool = False
    advises: bool = False
