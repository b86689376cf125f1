"""An import: what is asked for, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from moderation.domain.moved import Left
from moderation.domain.site import Site
from moderation.services.enrol import Enrolled
from moderation.store.imports import Origin

SHOWN = 20  # broken records that are told one by one


@dataclass(frozen=True, slots=True)
class Moving:
    """An import.

    Attributes:
        maps: Beginnings of URLs, and what stands for them here.
        processes: How many prepare comments beside this one; 0: it does so itself.
        dry: Nothing is written.
    """

    site: Site
    source: str
    maps: Mapping[str, str] = field(default_factory=dict)
    processes: int = 0
    dry: bool = False

    @property
    def origin(self) -> Origin:
        """Where from, and where to."""
        return Origin(self.site.id, self.source)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of everything that was read.

    Attributes:
        counts: ``read imported there pages``; ``status:…`` of what was imported; ``left:…`` by reason; ``dropped:…``.
        broken: The first records that could not be read: place, and what is wrong.
        origins: Where pages were that are not the site's.
        trouble: Why the file could not be read to its end; empty if it was.
    """

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[Left] = field(default_factory=list)
    origins: Counter[str] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)

    def leave(self, left: Iterable[Left]) -> None:
        """Count what was not taken over."""
        for one in left:
            self.counts[f"left:{one.reason}"] += 1
            if one.reason == "malformed" and len(self.broken) < SHOWN:
                self.broken.append(one)

    def enrol(self, enrolled: Enrolled) -> None:
        """Count what was."""
        self.counts["imported"] += len(enrolled.entries)
        self.counts.update(f"status:{entry.row['status']}" for entry in enrolled.entries.values())
        for name, count in enrolled.counts.items():
            kind = {"there": "", "erased": "left:", "page": "left:"}.get(name, "dropped:")
            self.counts[f"{kind}{name}"] += count
