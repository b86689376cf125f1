"""The movers: one file, one format; a stream in, a stream out. They know no site and no store, and keep nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from moderation.domain.moved import Page, Said, Told
from moderation.domain.site import Site
from moderation.transfer import disqus, isso, lines, lines_out, remark42, wordpress, wxr
from moderation.transfer.opened import Progress

READERS: dict[str, Callable[[Path, Progress], Iterator[Told]]] = {
    "wordpress": wordpress.read,  # WXR, "Tools › Export"
    "disqus": disqus.read,  # XML, often compressed
    "isso": isso.read,  # its SQLite file
    "remark42": remark42.read,  # its backup, JSON lines, often compressed
    "jsonl": lines.read,  # what `moderation export` writes
}

WRITERS: dict[str, Callable[[BinaryIO, Site, Iterable[Page | Said], datetime], tuple[int, int]]] = {
    "jsonl": lines_out.write,  # nothing is lost
    "wxr": wxr.write,  # for WordPress
}
