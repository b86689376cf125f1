"""Every route, asked as no client of ours would ask: never a failure of ours, and nothing of it in the answer.

The routes are those of the application, so that a new one is among them. Each is asked by somebody who may: a moderator's
token for the JSON of moderators, a moderator's session for the console; with strange headers, by a stranger too.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.submissions import THREAD
from tests.web.routes import CLOSED, part_of, routes

MARK = "gar6age"  # is looked for in the answers
HEADERS = {
    "Authorization": (f"Bearer {MARK}", f"Bearer {MARK}ÿ", "Bearer", "Bearer  ", f"Basic {MARK}", f'Digest {MARK}="', "\x01", f"Bearer {MARK * 1000}"),
    "Cookie": (f"__Host-session={MARK}ÿ", f'__Host-session="{MARK}\\377\\000"', f"lang={MARK}; lang=ar", "=;=;;", "__Host-session=", f"notice={MARK}; __Host-notice={MARK}ÿ"),
    "Accept-Language": (f"{MARK};q=nan", "ÿ;q=zz," * 500, "ar;q=1e999", "*;q=0", "fr-" * 1000, ";;;,,,=", "ar;q=-1, fr;q=\x01"),
    "If-None-Match": (f'W/"{MARK}', '"' * 5000, "*", 'W/"ÿ"', ", " * 500),
    "If-Modified-Since": (MARK, "Thu, 99 Foo 99999 99:99:99 GMT", "ÿ"),
    "Range": (f"bytes={MARK}", "bytes=-", "bytes=99999999999999999999-", "bytes=5-1,-"),
    "Accept": (f"text/html;q={MARK}", "ÿ/ÿ", "/" * 500, f"{MARK}/*"),
    "Accept-Encoding": (f"gzip;q={MARK}", "br;q=1e999, gzip;q=nan", "ÿ"),
    "Content-Type": (MARK, f"application/json; charset={MARK}", "multipart/form-data", f"multipart/form-data; boundary={MARK * 100}", "ÿ", f"text/html; {MARK}"),
    "Origin": (MARK, "null", "ÿ"), "Referer": (MARK, "http://[", "ÿ"), "Sec-Fetch-Site": (MARK, "ÿ"), "X-CSRF-Token": (MARK, "ÿ", "\x01"),
    "X-Forwarded-For": (MARK, "," * 1000), "X-Forwarded-Host": (MARK,), "X-HTTP-Method-Override": (MARK,), "User-Agent": (f"{MARK}ÿ",),
    "Idempotency-Key": (f"{MARK}ÿ", "\x7f", MARK * 100), "Host": (MARK, f"{MARK}:x", "ÿ", "a@b"),
}  # fmt: skip
PATHS = (
    "%FF",
    "%C0%AF",
    "%ED%A0%80",
    "%00",
    "1-%00",
    "%E2%80%AE",
    "..%2F..%2F",
    "%25",
    "%",
    "a" * 3000,
    MARK,
    f"1-{MARK}",
    "9" * 5000,
)
QUERIES = ("%FF", "%ED%A0%80", "%00", "%0D%0A", "9" * 1900, "a" * 2001, MARK)
ASKED = (
    "thread",
    "order",
    "cursor",
    "limit",
    "site",
    "status",
    "signal",
    "language",
    "q",
    "lang",
    "parent",
    "posted",
    "next",
    "done",
    "sent",
)
BODIES = {
    "application/json": (b"", b"[]", b"null", b'{"a":\xff}', b'{"reason":"\\ud800"}', b'{"reason":"\\u0000"}', b"{" * 9_000, b"9" * 5_000,
                         f'{{"{MARK}@x":1}}'.encode(), f'{{"action":"approve","items":[{{"id":"x","version":{10**30}}}]}}'.encode()),
    "application/x-www-form-urlencoded": (b"", b"=&=&", b"%FF=%FF", b"%00=%00", b"&" * 9_000, "é=é".encode()),
    "multipart/form-data; boundary=x": (b"", b"--x", b"--x\r\n\r\n--x--", b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n\xff\r\n--x--',
                                        b'--x\r\nContent-Disposition: form-data; name="note"; filename="a\x00"\r\n\r\n\x00\r\n--x--\r\n'),
}  # fmt: skip
FORM = (
    "action",
    "id",
    "version",
    "reason",
    "note",
    "stay",
    "back",
    "undo",
    "email",
    "password",
    "next",
    "csrf_token",
    "thread",
    "author",
    "url",
    "parent",
)
TYPED = ("", "\0", "\ufffe", "9" * 5000, "-1", "٣", MARK * 200)


def wrong(answer: TestResponse) -> bool:
    """Whether it is a failure of ours, or repeats what was sent. A page may: its links lead to itself."""
    told = [value for name, value in answer.headers.items() if name not in {"Set-Cookie", "Location"}]
    is_page = answer.mimetype == "text/html"
    return answer.status_code >= 500 or MARK in str(told) or (not is_page and MARK in answer.text)


@pytest.fixture
def faults(visitors: dict[str, FlaskClient]) -> Callable[..., list[Any]]:
    """Asks as who may; the request if it was answered wrongly, and how."""

    def ask(method: str, path: str, *, stranger: bool = False, **sent: Any) -> list[Any]:
        part = "" if stranger else part_of(path)
        answer = visitors[part].open(path, method=method, buffered=True, **sent)
        return [(part, method, path[:60], str(sent)[:90], answer.status_code)] if wrong(answer) else []

    return ask


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # headers go to no database
def test_no_header_makes_us_fail(app: Flask, identifier: str, faults: Callable[..., list[Any]]) -> None:
    headers = [{name: value} for name, values in HEADERS.items() for value in values]
    found = [
        fault
        for (method, path), sent, stranger in product(routes(app, identifier), headers, (True, False))
        if not stranger or path.startswith(CLOSED)
        for fault in faults(method, path, headers=sent, stranger=stranger)
    ]

    assert found == []


def test_no_path_makes_us_fail(app: Flask, identifier: str, faults: Callable[..., list[Any]]) -> None:
    found = [
        fault
        for filled in PATHS
        for method, path in routes(app, identifier, filled)
        if filled in path
        for fault in faults(method, path, query_string={"thread": THREAD})
    ]

    assert found == []


def test_no_query_makes_us_fail(app: Flask, identifier: str, faults: Callable[..., list[Any]]) -> None:
    found = [
        fault
        for method, path in routes(app, identifier)
        if method == "GET"
        for name, value in product(ASKED, QUERIES)
        for fault in faults(method, path, query_string=f"{name}={value}")
    ]

    assert found == []


@pytest.mark.parametrize("kind", BODIES)
def test_no_body_makes_us_fail(app: Flask, identifier: str, faults: Callable[..., list[Any]], kind: str) -> None:
    found = [
        fault
        for (method, path), body in product(routes(app, identifier), BODIES[kind])
        if method in {"POST", "PATCH"}
        for fault in faults(method, path, data=body, content_type=kind)
    ]

    assert found == []


def test_no_field_of_a_form_makes_us_fail(app: Flask, identifier: str, faults: Callable[..., list[Any]]) -> None:
    right = {"action": "approve", "id": identifier, "version": "1"}
    found = [
        fault
        for (method, path), name, typed in product(routes(app, identifier), FORM, TYPED)
        if method == "POST" and "logout" not in path and "withdraw" not in path
        for fault in faults(method, path, data={**right, name: typed})
    ]

    assert found == []
