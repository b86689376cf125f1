"""A record is one line of the log, whatever somebody has put into it; and nobody who sends a request puts anything into it."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import structlog
from flask.testing import FlaskClient

from moderation.runtime import logs
from tests import corpora
from tests.submissions import THREAD, a_submission

URL = "/v1/sites/news/comments"
CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
OWN = ("ok\nERROR forged", 'ok\r\n{"event":"forged"}', "\x1b[2J\x1b[31mred", "a\0b", "\u2028\u0085", "%(name)s %s %n {0.__class__}", "${jndi:ldap://x}", "\ud800")  # fmt: skip


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """No question of databases: one is enough."""
    return sqlite_url


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What was logged so far, as a program reads it; every line must be a record without control characters."""
    written = StringIO()
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    monkeypatch.setattr("sys.stderr", written)
    root.handlers.clear()  # those of the test runner are to stay open
    logs.configure("debug", "json")

    def read() -> list[dict[str, object]]:
        text = written.getvalue()
        assert text.isascii()
        assert not CONTROLS - {"\n"} & set(text)
        return [json.loads(line) for line in text.split("\n")[:-1]]

    yield read
    structlog.reset_defaults()
    root.handlers[:], level = before
    root.setLevel(level)


def injections() -> list[str]:
    """Texts that would like to be records of their own."""
    return [*OWN, *(line["input"] for line in corpora.beside("injection_log_csv_mail"))]


@pytest.mark.alone  # what it logs, half a surrogate pair among it, cannot be told from one process of tests to another
def test_a_record_stays_one_line_whatever_it_holds(records: Callable[[], list[dict[str, object]]]) -> None:
    texts = injections()

    for text in texts:
        structlog.get_logger().info("something_happened", id=text)
        logging.getLogger("library").warning("%s", text)

    found = records()
    assert [one["id"] for one in found[::2]] == texts
    assert [one["event"] for one in found[1::2]] == texts
    assert {one["event"] for one in found[::2]} == {"something_happened"}


def test_a_library_s_exception_stays_out(records: Callable[[], list[dict[str, object]]]) -> None:
    logging.getLogger("library").error("it failed", exc_info=ValueError("fatima@example.ma"))

    [record] = records()
    assert set(record) == {"event", "level", "timestamp"}


def test_there_are_as_many_records_as_events_whatever_is_sent(
    client: FlaskClient,
    ada: FlaskClient,
    records: Callable[[], list[dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Taken, refused, looked for: no record. A mistake of ours: one, with a constant name and the place, and nothing else."""
    texts = injections()
    for number, text in enumerate(texts):
        sendable = text.encode("utf-8", "replace").decode("latin-1").translate({10: " ", 13: " "})
        client.post(URL, data=json.dumps(a_submission(**dict.fromkeys(("name", "email", "title", "url", "body", text), text))), content_type="application/json")  # fmt: skip
        client.post(URL, json=a_submission(email=f"r{number}@example.ma"), headers={"User-Agent": sendable, "Referer": sendable, "Idempotency-Key": sendable})  # fmt: skip
        client.get(URL, query_string={"thread": THREAD, "cursor": text.encode("utf-8", "replace")})
        ada.get("/v1/moderation/queue", query_string={"q": text.encode("utf-8", "replace")})
    quiet = records()

    def fail(*_: object) -> None:
        raise RuntimeError(texts[failed])

    monkeypatch.setattr("moderation.web.public.accept.hand_in", fail)
    for failed in range(len(texts)):
        client.post(URL, json=a_submission(name=f"x{failed}"))

    assert {record["event"] for record in quiet} <= {"doorbell_failed"}  # Redis is away here
    found = records()[len(quiet) :]
    assert [one["event"] for one in found] == ["request_failed"] * len(texts)
    assert {frozenset(one) for one in found} == {frozenset({"event", "level", "timestamp", "error", "where"})}
    assert {one["error"] for one in found} == {"RuntimeError"}
