"""The parts of the service in a worker: built once for each process, by whoever starts it."""

from moderation.bootstrap import Context

_context: Context | None = None


def use(context: Context) -> None:
    """Say which parts the jobs of this process use."""
    global _context  # noqa: PLW0603 - RQ calls jobs without arguments, so this is where they find the house
    _context = context


def context() -> Context:
    """The parts that were set up."""
    if _context is None:
        raise RuntimeError("workers.parts.use() comes first")
    return _context
