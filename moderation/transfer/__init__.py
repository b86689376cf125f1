"""The movers: one file, one format; a stream in, a stream out. They know no site and no store, and keep nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from moderation.domain.moved import Told
from moderation.transfer import disqus, isso, lines, remark42, wordpress
from moderation.transfer.opened import Progress

READERS: dict[str, Callable[[Path, Progress], Iterator[Told]]] = {
    "wordpress": wordpress.read,  # WXR, "Tools › Export"
    "disqus": disqus.read,  # XML, often compressed
    "isso": isso.read,  # its SQLite file
    "remark42": remark42.read,  # its backup, JSON lines, often compressed
    "jsonl": lines.read,  # what `moderation export` writes
}
