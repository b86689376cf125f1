"""Makes a house ready to live in: keys, tables, a site, three moderators; prints their tokens, one a line.

The same commands as an operator types, in one process, because starting Python eight times takes longer than the test.
"""

import io
import sys

from moderation.cli import commands
from tests.chaos.load import ORIGIN, SITE

PASSWORD = "correct horse battery staple\n"
PEOPLE = ("ada", "brahim", "chama")


def main() -> None:
    """Run the commands on what the environment names."""
    run("keys", "make")
    run("db", "upgrade")
    run("site", "add", SITE, "--name", "News", "--origin", ORIGIN)
    run("site", "set", SITE, "hold_first=off")
    for name in PEOPLE:
        sys.stdin = io.StringIO(PASSWORD)
        run("moderator", "add", f"{name}@news.example", "--name", name, "--role", "admin", "--password-stdin")
        run("token", "create", f"{name}@news.example")


def run(*arguments: str) -> None:
    """One command."""
    commands.main(list(arguments), standalone_mode=False)


if __name__ == "__main__":
    main()
