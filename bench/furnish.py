"""Makes an installation ready to be measured: keys, tables, a site, an admin.

The commands an operator types, in one process. The site publishes what is not suspicious: what waits for a person never has
a verdict that its author could see.
"""

import io
import sys

from bench.corpus import ORIGIN
from moderation.cli import commands

SITE, LOGIN = "news", "ada@news.example"
PASSWORD = "correct horse battery staple\n"  # noqa: S105 - of an installation that lives for minutes


def main() -> None:
    """Run them on what the environment names."""
    run("keys", "make")
    run("db", "upgrade")
    run("site", "add", SITE, "--name", "News", "--origin", ORIGIN)
    run("site", "set", SITE, "hold_first=off", "approve_below=0.9")
    sys.stdin = io.StringIO(PASSWORD)
    run("moderator", "add", LOGIN, "--name", "Ada", "--role", "admin", "--password-stdin")


def run(*arguments: str) -> None:
    """One command."""
    commands.main(list(arguments), standalone_mode=False)


if __name__ == "__main__":
    main()
