"""What a reader sends: an ordinary comment, in which a test names the one thing that matters."""

from typing import Any

THREAD = "https://news.example/interpol"
EMAIL = "fatima@example.ma"


def a_submission(**changes: Any) -> dict[str, Any]:
    """The JSON of a comment; ``name``, ``email`` and ``url`` are the author's, everything else is the comment's.

    ``None`` leaves a member out.
    """
    author = {"name": "فاطمة", "email": EMAIL, "url": ""}
    author |= {name: changes.pop(name) for name in tuple(author) if name in changes}
    comment = {"thread": THREAD, "author": author, "body": "مقال مفيد، شكرا لكم.", **changes}
    return {name: value for name, value in comment.items() if value is not None}
