"""How fast, and in how much memory, comments of another system come in.

    .venv/bin/python -m bench.imports make wordpress 1000000 big.xml
    .venv/bin/python -m bench.imports time wordpress big.xml

``make`` writes an export with made-up comments in Arabic, French and English: 40 to each page, a tenth of them replies, as many
authors as comments divided by five. ``time`` imports it into a new database (``MODERATION_DATABASE_URL``, else SQLite) and
says how many comments went in each second, and how much memory all processes had at most.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

START = datetime(2012, 1, 1, tzinfo=UTC)
ON_A_PAGE = 40
SAID = (
    "شكرا على هذا المقال، والمكتبة قريبة من دارنا.",
    "أتفق مع الكاتب في ما قاله عن المدارس والطرق في المدينة.",
    "واش كاين شي حل لهاد المشكل ديال النقل؟",
    "Merci pour cet article, il est très bien documenté.",
    "Je ne suis pas d’accord : la mairie avait déjà annoncé cela il y a deux ans.",
    "I have lived here for ten years and nothing has changed since then.",
    "Could you write about the library in the old town as well?",
    "Plus d’informations sur https://news.example/plan pour ceux qui veulent.",
)
STATUS = ("1",) * 88 + ("0",) * 2 + ("spam",) * 8 + ("trash",) * 2


def comments(count: int) -> Iterator[dict[str, str]]:
    """Made-up comments, the same each time."""
    dice = random.Random(1)  # noqa: S311 - dice with a seed
    for number in range(1, count + 1):
        author = dice.randrange(max(count // 5, 1))
        at = START + timedelta(minutes=number * 7 % (60 * 24 * 365 * 13))
        is_reply = number % 10 == 0
        yield {
            "id": str(number),
            "parent": str(number - 1) if is_reply else "0",
            "author": f"قارئ {author}" if author % 2 else f"Reader {author}",
            "email": f"reader{author}@example{author % 50}.ma",
            "at": at.strftime("%Y-%m-%d %H:%M:%S"),
            "body": "\n\n".join(" ".join(dice.choices(SAID, k=dice.randint(1, 4))) for _ in range(dice.randint(1, 2))),
            "approved": dice.choice(STATUS),
        }


def write_wordpress(file: TextIO, count: int) -> None:
    """A WXR."""
    file.write('<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n')
    for number, one in enumerate(comments(count)):
        if number % ON_A_PAGE == 0:
            page = number // ON_A_PAGE + 1
            file.write("</item>\n" if number else "")
            file.write(
                f"<item><title>Page {page}</title><link>https://news.example/{page}</link><wp:post_id>{page}</wp:post_id>\n"
            )
        names = {
            "id": "comment_id",
            "parent": "comment_parent",
            "author": "comment_author",
            "email": "comment_author_email",
        }
        names |= {"at": "comment_date_gmt", "body": "comment_content", "approved": "comment_approved"}
        file.write("<wp:comment>")
        file.writelines(f"<wp:{tag}>{escape(one[name])}</wp:{tag}>\n" for name, tag in names.items())
        file.write("</wp:comment>\n")
    file.write("</item></channel></rss>\n")


def write_remark42(file: TextIO, count: int) -> None:
    """A backup."""
    users = [{"id": f"u{author}", "email": f"reader{author}@example{author % 50}.ma"} for author in range(count // 5)]
    file.write(json.dumps({"version": 1, "users": users, "posts": []}) + "\n")
    for number, one in enumerate(comments(count)):
        user = {"name": one["author"], "id": "u" + one["email"].partition("@")[0].removeprefix("reader")}
        page = {"site": "news", "url": f"https://news.example/{number // ON_A_PAGE + 1}"}
        said = {
            "id": one["id"],
            "pid": one["parent"].replace("0", "", one["parent"] == "0"),
            "orig": one["body"],
            "text": "",
        }
        file.write(
            json.dumps({**said, "user": user, "locator": page, "time": one["at"].replace(" ", "T") + "Z"}) + "\n"
        )


def memory(parent: int) -> tuple[int, int]:
    """KiB of the process, and of it with its children, pages that are shared counted once."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    resident = int(
        next(
            line for line in Path(f"/proc/{parent}/status").read_text().splitlines() if line.startswith("VmRSS")
        ).split()[1]
    )
    total = 0
    for process in (parent, *children):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return resident, total


def run(source: str, file: Path) -> None:
    """Import a file, look at the memory twice a second, and say how it went."""
    with tempfile.TemporaryDirectory() as folder:
        house = {**os.environ, "MODERATION_DATA_DIR": folder}
        command = [sys.executable, "-m", "moderation"]
        for words in (
            ["keys", "make"],
            ["db", "upgrade"],
            ["site", "add", "news", "--name", "N", "--origin", "https://news.example"],
        ):
            subprocess.run([*command, *words], env=house, check=True, stdout=subprocess.DEVNULL)
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        most: tuple[int, ...] = (0, 0)
        with subprocess.Popen([*command, "import", source, str(file), "--site", "news"], env=house) as process:
            while process.poll() is None:
                try:
                    most = tuple(map(max, most, memory(process.pid)))
                except (OSError, StopIteration):  # it has just ended
                    continue
                time.sleep(0.5)
        seconds, spent = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime:.1f} s of processors")
        print(
            f"{seconds:.1f} s; at most {most[0] / 1024:.0f} MiB in the process, {most[1] / 1024:.0f} MiB with its children"
        )


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make")
    make.add_argument("source", choices=["wordpress", "remark42"])
    make.add_argument("count", type=int)
    make.add_argument("file", type=Path)
    timed = verbs.add_parser("time")
    timed.add_argument("source")
    timed.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.verb == "time":
        run(asked.source, asked.file)
        return
    with asked.file.open("w", encoding="utf-8") as file:
        {"wordpress": write_wordpress, "remark42": write_remark42}[asked.source](file, asked.count)


if __name__ == "__main__":
    main()
