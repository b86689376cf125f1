"""What answers what, in comments of another system: by the names they had there, also where the question is told last."""

from collections.abc import Iterable, Mapping

from moderation.store.imports import Entry, Found


def adopt(
    pairs: Iterable[tuple[str, str]], places: Mapping[str, Found]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:  # fmt: skip
    """Of pairs of a comment (id) and what it answers (its name): those whose answer is not known, and the others, both ids.

    An answer stands where its question does; else it is none, and in neither list.
    """
    threads = {place.subject: place.thread for place in places.values()}
    late, adopted = [], []
    for child, name in pairs:
        parent = places.get(name)
        if parent is None:
            late.append((child, name))
        elif parent.thread is not None and parent.thread == threads.get(child):
            adopted.append((child, parent.subject))
    return late, adopted


def answer(
    entries: Mapping[str, Entry], answers: Iterable[tuple[str, str]], places: Mapping[str, Found]
) -> tuple[list[tuple[str, str]], int]:
    """Fill in what new comments answer. What was not told yet, and how many answer something that stands elsewhere."""
    by_id = {entry.row["id"]: entry for entry in entries.values()}
    pairs = [(entries[name].row["id"], parent) for name, parent in answers]
    late, adopted = adopt(pairs, places)
    for child, parent in adopted:
        by_id[child].row["parent"] = parent
    return late, len(pairs) - len(late) - len(adopted)
