"""Erasing a person: everything that links them goes, nothing of anybody else does, and it stays gone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.adapters.journal import Journal
from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.services import erase, ledger, privacy
from moderation.services.erase import Person
from moderation.store import comments, erasures
from moderation.store.erasures import AUTHOR, COMMENTS, Erasure
from moderation.store.tables import sketches
from tests.conftest import Clock
from tests.promises.canaries import files_with
from tests.submissions import THREAD

Post = Callable[..., TestResponse]
ZAHRA, OTHER = "zahra.canary@journal.ma", "ali@example.ma"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """The journal of erasures."""
    return Journal(tmp_path / "erasures.jsonl")


@pytest.fixture
def zahra(ctx: Context, site: Site) -> list[Person]:
    """Zahra, as the site knows her."""
    return [Person(site, ctx.fingerprints.author(site.id, ZAHRA))]


@pytest.fixture
def written(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> dict[str, list[str]]:
    """Three comments by Zahra and one by somebody else, one of each approved; ids by address."""
    ids: dict[str, list[str]] = {ZAHRA: [], OTHER: []}
    for number, address in enumerate([ZAHRA, OTHER, ZAHRA, ZAHRA]):
        name = "زهرة الكناري" if address == ZAHRA else "علي"
        answer = post(body=f"تعليق رقم {number}", email=address, name=name, url="https://zahra.example/")
        ids[address].append(answer.get_json()["id"])
    night_shift()
    for address in ids:
        item = {"id": ids[address][0], "version": 2}
        ada.post("/v1/moderation/decisions", json={"action": "approve", "items": [item]})
    return ids


def public(client: FlaskClient) -> list[tuple[str, str]]:
    """Ids and names of the public list."""
    answer = client.get(f"/v1/sites/news/comments?thread={THREAD}").get_json()
    return [(comment["id"], comment["author"]["name"]) for comment in answer["comments"]]


def kept(ctx: Context) -> set[str]:
    """The comments that later ones are compared with."""
    with ctx.database.read() as connection:
        return set(connection.execute(sa.select(sketches.c.comment)).scalars())


def do(ctx: Context, journal: Journal, people: list[Person], scope: str = AUTHOR) -> None:
    """Erase somebody now."""
    erase.erase(ctx.database, journal, people, scope, ctx.clock())


@pytest.mark.parametrize("scope", [AUTHOR, COMMENTS])
def test_what_she_wrote_is_compared_with_nothing_any_more(
    ctx: Context, post: Post, night_shift: Callable[[], int], journal: Journal, zahra: list[Person], scope: str
) -> None:
    hers, other = (post(body=f"انظروا http://casino{n}.example", email=who) for n, who in enumerate((ZAHRA, OTHER)))
    night_shift()
    assert kept(ctx) == {hers.get_json()["id"], other.get_json()["id"]}

    do(ctx, journal, zahra, scope)

    assert kept(ctx) == {other.get_json()["id"]}


def test_what_she_wrote_is_nobodys(
    ctx: Context, client: FlaskClient, journal: Journal, zahra: list[Person], written: dict[str, list[str]]
) -> None:
    before = client.get(f"/v1/sites/news/comments?thread={THREAD}").headers["ETag"]

    do(ctx, journal, zahra)

    (_, presence), *_ = privacy.find(ctx.database, zahra)
    assert (presence.counts, presence.contacts) == ({}, 0)
    assert dict(public(client)) == {written[ZAHRA][0]: "", written[OTHER][0]: "علي"}
    assert client.get(f"/v1/sites/news/comments?thread={THREAD}").headers["ETag"] != before
    with ctx.database.read() as connection:
        comment = comments.find(connection, written[ZAHRA][1])
    assert comment
    assert (comment.body, comment.author.url, comment.arrival.network) == ("تعليق رقم 2", "", "")


def test_or_goes_with_everything(
    ctx: Context, client: FlaskClient, journal: Journal, zahra: list[Person], written: dict[str, list[str]]
) -> None:
    do(ctx, journal, zahra, COMMENTS)

    assert public(client) == [(written[OTHER][0], "علي")]
    assert client.get(f"/v1/sites/news/counts?thread={THREAD}").get_json()["counts"] == {THREAD: 1}
    with ctx.database.read() as connection:
        assert [comments.find(connection, identifier) for identifier in written[ZAHRA]] == [None] * 3


@pytest.mark.parametrize("scope", [AUTHOR, COMMENTS])
def test_the_audit_tells_of_it_and_stays_whole(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], scope: str
) -> None:
    do(ctx, journal, zahra, scope)
    ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())

    assert list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock())) == []


def test_her_name_is_in_no_file(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], tmp_path: Path
) -> None:
    """SQLite overwrites what is freed; the promise is about its files."""
    do(ctx, journal, zahra)

    found = files_with(tmp_path, "زهرة الكناري")
    assert [path for path in found if ctx.database.is_sqlite or "sqlite" in path] == []


def test_somebody_unknown_is_answered_alike(ctx: Context, journal: Journal, site: Site) -> None:
    stranger = [Person(site, ctx.fingerprints.author(site.id, "nobody@example.ma"))]

    do(ctx, journal, stranger)

    with ctx.database.read() as connection:
        assert erasures.list_open(connection) == ()
        assert [wish.mark for wish in erasures.list_all(connection)] == [stranger[0].mark]
    assert [entry["mark"] for entry in journal.read()] == [stranger[0].mark]


def test_what_she_writes_afterwards_is_hers(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], post: Post
) -> None:
    do(ctx, journal, zahra)
    post(body="تعليق جديد", email=ZAHRA)

    ctx.database.write(lambda connection: erase.ask_again(connection, journal, []))
    erase.complete(ctx.database, ctx.clock())

    (_, presence), *_ = privacy.find(ctx.database, zahra)
    assert (presence.counts, presence.contacts) == ({"received": 1}, 1)


def test_killed_in_the_middle_somebody_else_goes_on(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list says what is to be done; whoever looks at it next does it."""
    monkeypatch.setattr(erase, "complete", interrupt)
    with pytest.raises(KeyboardInterrupt):
        do(ctx, journal, zahra)
    monkeypatch.undo()
    with ctx.database.read() as connection:
        assert len(erasures.list_open(connection)) == 1

    assert erase.complete(ctx.database, ctx.clock()) == 3
    assert erase.complete(ctx.database, ctx.clock()) == 0


def interrupt(*_: object) -> None:
    """What a kill does."""
    raise KeyboardInterrupt


def test_many_are_erased_batch_by_batch(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase, "BATCH", 2)

    do(ctx, journal, zahra, COMMENTS)

    (_, presence), *_ = privacy.find(ctx.database, zahra)
    assert presence.counts == {}


def test_what_a_backup_brings_back_is_erased_again(
    ctx: Context, journal: Journal, zahra: list[Person], written: dict[str, list[str]], clock: Clock
) -> None:
    """A backup of before the erasure knows nothing of it; the journal does."""
    journal.append([{"site": 1, "mark": zahra[0].mark, "scope": AUTHOR, "requested_at": clock().isoformat()}])

    ctx.database.write(lambda connection: erase.ask_again(connection, journal, []))

    assert erase.complete(ctx.database, clock()) == 3


def test_asked_twice_the_wider_wish_counts(ctx: Context, site: Site, clock: Clock) -> None:
    later = clock() + timedelta(days=1)

    def ask(connection: object) -> None:
        erasures.ask(connection, Erasure(site.id, "mark", COMMENTS, clock()))  # type: ignore[arg-type]
        erasures.ask(connection, Erasure(site.id, "mark", AUTHOR, later))  # type: ignore[arg-type]

    ctx.database.write(ask)
    with ctx.database.read() as connection:
        assert erasures.list_open(connection) == (Erasure(site.id, "mark", COMMENTS, later),)


def test_a_line_of_the_journal_that_was_cut_short_does_no_harm(journal: Journal) -> None:
    journal.append([{"site": 1}])
    with journal.path.open("a") as file:
        file.write('{"site": 2, "ma')
    journal.append([{"site": 3}])

    assert [entry["site"] for entry in journal.read()] == [1, 3]
    assert journal.path.stat().st_mode & 0o777 == 0o600
