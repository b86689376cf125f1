"""What a model thinks of a text: facts that a check interprets."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer to one question.

    Attributes:
        odds: Log-odds, in nats; calibrated if the site has taught enough.
        base: The share of the model that every site begins with.
        own: The share of what this site has taught; both together are ``odds``.
        speaking_for: Places of the strongest words for it, half-open, in code points, strongest first.
        speaking_against: The same against it.
        traits: Names and weights of what else weighed most, such as ``("links_2", 0.8)``.
    """

    odds: float
    base: float
    own: float
    speaking_for: tuple[Span, ...] = ()
    speaking_against: tuple[Span, ...] = ()
    traits: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Estimates:
    """What is thought of one text.

    Attributes:
        cold: Whether the site has not taught enough for the model to condemn alone.
        taught: Whether the site has taught enough for the question of offence.
        model: Which model it was; see ``Judgement.model``.
    """

    spam: Estimate
    offensive: Estimate
    cold: bool = True
    taught: bool = False
    model: str = ""
