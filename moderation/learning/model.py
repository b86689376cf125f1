"""Models: a base that is shipped, and on top of it a head for each site; both as arrays that can be stored and compared.

Both judge two questions, ``spam`` and ``offensive``, by log-odds that are linear in the features.
"""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from moderation.learning import traits
from moderation.learning.features import COLUMNS, Features
from moderation.learning.fitting import Vector
from moderation.learning.hashing import BUCKETS, Floats

ANSWERS = {"spam": ("spam", "ham"), "offensive": ("offensive", "clean")}  # question -> labels that say yes and no
QUESTIONS = tuple(ANSWERS)
FORMAT = 1  # of features and files; a model of another one is not read
_LEVELS = 255
Arrays: TypeAlias = dict[str, npt.NDArray[Any]]


class ModelError(Exception):
    """A file holds no model that this release can use; ``str()`` follows the file's name."""


class Line(NamedTuple):
    """What answers one question.

    Attributes:
        weights: float32[COLUMNS], in nats.
        bias: In nats.
        scale: How much the base's log-odds count; 0 in the base itself.
    """

    weights: Floats
    bias: float
    scale: float = 0.0

    def share(self, features: Features) -> Vector:
        """What it adds to the base's log-odds, apart from scaling them; float64[count]."""
        return features.dot(self.weights) + self.bias


@dataclass(frozen=True, slots=True)
class Base:
    """The model that every site begins with.

    Attributes:
        rarity: How telling each bucket is, float32[BUCKETS]; features are made with it.
        digest: Of its file, eight hexadecimal digits: names it in verdicts.
    """

    rarity: Floats
    lines: dict[str, Line]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a site has taught.

    Attributes:
        lines: By question; one that nobody has answered yet is not there.
        counts: How many decisions it was fitted with: ``spam``, ``ham``, ``offensive``, ``clean``.
    """

    lines: dict[str, Line] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def odds(base: Base, head: Head, features: Features) -> dict[str, tuple[Vector, Vector]]:
    """For each question the base's and the site's share of the log-odds; their sum is the answer. float64[count] each."""
    answers = {}
    for question, line in base.lines.items():
        general = line.share(features)
        own = head.lines.get(question)
        answers[question] = (
            (general * own.scale, own.share(features)) if own else (general, np.zeros_like(general))
        )  # fmt: skip
    return answers


def write_base(base: Base) -> bytes:
    """A base as a file: half precision and a coarse rarity, a third of the size and no measurable difference."""
    rarest = float(base.rarity.max(initial=1.0))
    arrays: Arrays = {
        "rarity": np.round(base.rarity / rarest * _LEVELS).astype(np.uint8),
        "rarest": np.float32(rarest),  # type: ignore[dict-item]  # a number is an array without dimensions
    }
    for question, line in base.lines.items():
        arrays[f"{question}_weights"] = line.weights.astype(np.float16)
        arrays[f"{question}_bias"] = np.array(line.bias)
    return _pack(arrays)


def read_base(content: bytes) -> Base:
    """The base in a file.

    Raises:
        ModelError: It holds none, or one of another release.
    """
    arrays = _unpack(content)
    try:
        rarity = arrays["rarity"].astype(np.float32) * np.float32(arrays["rarest"] / _LEVELS)
        lines = {
            question: Line(arrays[f"{question}_weights"].astype(np.float32), float(arrays[f"{question}_bias"]))
            for question in QUESTIONS
        }
    except KeyError:
        raise ModelError("is not a base model") from None
    if rarity.shape != (BUCKETS,) or any(line.weights.shape != (COLUMNS,) for line in lines.values()):
        raise ModelError("is a model of another release")
    return Base(rarity, lines, hashlib.sha256(content).hexdigest()[:8])


def write_head(head: Head) -> bytes:
    """A head as bytes: only the columns that count."""
    arrays: Arrays = {f"count_{name}": np.array(count) for name, count in head.counts.items()}
    for question, line in head.lines.items():
        columns = np.flatnonzero(line.weights.astype(np.float16)).astype(np.int32)
        arrays[f"{question}_columns"] = columns
        arrays[f"{question}_values"] = line.weights[columns].astype(np.float16)
        arrays[f"{question}_rest"] = np.array([line.bias, line.scale])
    return _pack(arrays)


def read_head(content: bytes) -> Head:
    """The same, back.

    Raises:
        ModelError: It is of another release.
    """
    arrays = _unpack(content)
    lines = {}
    for question in QUESTIONS:
        if f"{question}_rest" in arrays:
            weights = np.zeros(COLUMNS, dtype=np.float32)
            weights[arrays[f"{question}_columns"]] = arrays[f"{question}_values"]
            lines[question] = Line(weights, *map(float, arrays[f"{question}_rest"]))
    prefix = "count_"
    counts = {name.removeprefix(prefix): int(count) for name, count in arrays.items() if name.startswith(prefix)}
    return Head(lines, counts)


def _pack(arrays: Arrays) -> bytes:
    file = io.BytesIO()
    names = np.array(traits.NAMES)
    np.savez_compressed(file, allow_pickle=False, format=np.array(FORMAT), traits=names, **arrays)
    return file.getvalue()


def _unpack(content: bytes) -> Arrays:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        raise ModelError("is not a model") from None
    if int(arrays.get("format", 0)) != FORMAT or tuple(arrays["traits"]) != traits.NAMES:
        raise ModelError("is a model of another release")
    return arrays
