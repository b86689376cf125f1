"""What is sent: planned by a seed, so that afterwards the checker knows by itself what each number was."""

import json
import random
import re
from dataclasses import dataclass
from enum import StrEnum

ORIGIN = "https://news.example"
SITE = "news"
THREADS = 20
LINKS = " ".join(f"https://offer-{number}.example/" for number in range(5))  # five: a person looks
POISONED = "mortal dose"  # the launcher's check dies of it, where it is told to


class Kind(StrEnum):
    """What a submission is like."""

    PLAIN = "plain"  # the machine approves it
    DOUBTFUL = "doubtful"  # it waits for a person
    SPAM = "spam"
    INVALID = "invalid"  # it must be refused
    POISON = "poison"  # no worker survives it, where the launcher is told so


@dataclass(frozen=True, slots=True)
class Planned:
    """One submission, with what the client will do with it.

    Attributes:
        mark: Stands in the body and nowhere else: by it a row, or a line of a page, is recognised.
        twice: It is sent twice, in parallel, with one key.
        changed: After the answer it is sent again with this key and another body.
        address: The canary: an e-mail address that may be nowhere afterwards.
        network: The other one: the IP address it comes from.
    """

    number: int
    kind: Kind
    twice: bool
    changed: bool
    thread: str
    mark: str
    body: str
    address: str
    network: str
    key: str

    def json(self, addition: str = "") -> bytes:
        """The request's body; an addition makes it another submission."""
        author = {"name": "زهرة", "email": "nobody" if self.kind is Kind.INVALID else self.address, "url": ""}
        comment = {"thread": self.thread, "author": author, "body": self.body + addition}
        if self.kind is Kind.SPAM:
            comment["website2"] = "filled in by a robot"
        return json.dumps(comment).encode()


class Load:
    """All submissions of a run."""

    def __init__(self, seed: int, poison: int = 0) -> None:
        """Plan them by a seed; the first ``poison`` kill the worker that checks them."""
        self.seed, self._poison = seed, poison
        self.mark = re.compile(rf"m{seed:x}x(\d+)e")
        self.address_token = f"kanarienvogel{seed:08x}"  # long: its base64 is found nowhere by chance
        self.network_token = f":5eed:cafe:beef:{seed & 0xFFFF | 0x1000:x}"

    def planned(self, number: int) -> Planned:
        """The submission of this number, always the same."""
        dice = dice_of(f"{self.seed}:{number}")
        kind = Kind.POISON if number < self._poison else _kind(dice)
        mark = f"m{self.seed:x}x{number}e"
        return Planned(
            number=number,
            kind=kind,
            twice=dice.random() < 0.05,
            changed=dice.random() < 0.01,
            thread=f"{ORIGIN}/article-{dice.randrange(THREADS)}",
            mark=mark,
            body=_body(kind, mark),
            address=f"{self.address_token}.{number}@journal-example.ma",
            network=f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}{self.network_token}",
            key=f"chaos-{self.seed:x}-{number}",
        )


def dice_of(seed: object) -> random.Random:
    """Dice that fall the same way each time."""
    return random.Random(str(seed))


def _kind(dice: random.Random) -> Kind:
    return dice.choices([Kind.PLAIN, Kind.DOUBTFUL, Kind.SPAM, Kind.INVALID], [63, 25, 10, 2])[0]


def _body(kind: Kind, mark: str) -> str:
    body = f"السلام عليكم، مقال زوين bzaf! Merci pour l'article. {mark}"
    if kind in {Kind.DOUBTFUL, Kind.SPAM}:
        return f"{body} {LINKS}"
    return f"{body} {POISONED}" if kind is Kind.POISON else body
