"""A third opinion: somebody outside whom a site may ask about its comments, and what they have said."""

from dataclasses import dataclass, field
from enum import StrEnum


class Who(StrEnum):
    """Whom a site can ask."""

    AKISMET = "akismet"
    CLASSIFIER = "classifier"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was said about one comment.

    Attributes:
        spam: Probability, 0..1; None if there was no answer that can be used.
        offensive: Probability of offence, 0..1; None if nothing was said of it.
        certain: They would throw it away unseen.
        error: Code of why there is no answer, such as ``timeout``; never what the other side has said.
    """

    who: Who
    spam: float | None = None
    offensive: float | None = None
    certain: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a site asks; nobody, unless its operator has said so.

    Attributes:
        akismet_url: Of an Akismet-compatible server, without a slash at the end; asked only where there is a key too.
        classifier_url: Where texts are posted to.
    """

    akismet_url: str = ""
    akismet_key: str = field(default="", repr=False)
    classifier_url: str = ""

    @property
    def servers(self) -> dict[Who, str]:
        """The servers that are asked, by who answers there."""
        akismet = self.akismet_url if self.akismet_key else ""
        both = {Who.AKISMET: akismet, Who.CLASSIFIER: self.classifier_url}
        return {who: url for who, url in both.items() if url}
