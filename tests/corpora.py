"""Attacks by the thousand: the corpora beside the project where they are, a few lines of our own everywhere."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "data" / "attacks"
BESIDE = ROOT.parent / "shared" / "data" / "attacks"
ABSENT = f"there are no corpora at {BESIDE}; our own samples have run"


def own(kind: str) -> list[dict[str, Any]]:
    """Our own lines of a kind, such as ``xss``."""
    return _read(OWN / f"{kind}.jsonl")


def beside(*names: str) -> list[dict[str, Any]]:
    """The lines of some corpora, such as ``xss_*``; none where the folder is absent."""
    return [line for name in names for path in sorted(BESIDE.glob(f"{name}.jsonl")) for line in _read(path)]


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
