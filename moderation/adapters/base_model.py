"""The base model: the one that is shipped, or the operator's own in the data folder."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from moderation.domain.errors import ModerationError
from moderation.learning.model import Base, ModelError, read_base

OWN = "model.npz"  # in the data folder; made by `moderation train`


class BrokenModelError(ModerationError):
    """A file is no model; ``str()`` is one sentence that says which, and what to do."""


@cache
def load(data_dir: Path) -> Base:
    """The base; read once by each process.

    Raises:
        BrokenModelError: The operator's own cannot be used.
    """
    own = data_dir / OWN
    if not own.exists():
        return _shipped()
    try:
        return read_base(own.read_bytes())
    except (OSError, ModelError) as error:
        raise BrokenModelError(f"{own} {error}: make it again with `moderation train`, or remove it.") from None


@cache
def _shipped() -> Base:
    return read_base(files("moderation.learning").joinpath("base.npz").read_bytes())
