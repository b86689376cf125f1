"""``thread``: closing, opening and moving pages."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.store import threads
from moderation.store.tables import audit, comments
from tests.cli.conftest import Run, hand_in

PAGE, OTHER = "https://news.example/a", "https://news.example/b"


@pytest.fixture
def count(news: Context) -> Callable[[str], int]:
    """Comments of a page, of any status."""

    def counted(url: str) -> int:
        with news.database.read() as connection:
            thread = threads.find(connection, 1, url)
            own = (
                sa.select(sa.func.count())
                .select_from(comments)
                .where(comments.c.thread == (thread.id if thread else 0))
            )
            return int(connection.execute(own).scalar_one())

    return counted


def test_a_closed_page_takes_no_comments_until_it_is_opened(run: Run, news: Context) -> None:
    assert run("thread", "close", PAGE, "--site", "news").code == 0
    assert run("thread", "close", PAGE, "--site", "news").code == 0
    with pytest.raises(AssertionError, match="403"):
        hand_in(news, thread=PAGE)

    assert run("thread", "open", f"{PAGE}#there", "--site", "news").code == 0

    hand_in(news, thread=PAGE)
    with news.database.read() as connection:
        actions = connection.execute(sa.select(audit.c.action).where(audit.c.comment == "")).scalars().all()
    assert sorted(actions) == ["close_thread", "open_thread"]


def test_a_page_moves_with_its_comments(run: Run, news: Context, count: Callable[[str], int]) -> None:
    hand_in(news, thread=PAGE)

    assert run("thread", "move", PAGE, OTHER, "--site", "news").code == 0

    assert (count(PAGE), count(OTHER)) == (0, 1)
    assert run("audit", "verify").code == 0


def test_also_to_where_there_are_some(run: Run, news: Context, count: Callable[[str], int]) -> None:
    hand_in(news, thread=PAGE)
    hand_in(news, thread=OTHER, body="Un autre.")

    for _ in range(2):
        assert run("thread", "move", PAGE, OTHER, "--site", "news").code == 0

    assert (count(PAGE), count(OTHER)) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("close", "nonsense"), 2, "is no address of a page"),
        (("close", "https://evil.example/a"), 2, "news has no pages at https://evil.example"),
        (("open", PAGE), 1, "There is no such thread."),
        (("move", PAGE, OTHER), 1, "There is no such thread."),
        (("move", PAGE, "https://evil.example/"), 2, "news has no pages"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, news: Context, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = run("thread", *arguments, "--site", "news")

    assert said.code == code
    assert words in said.err
