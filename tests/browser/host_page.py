"""A newspaper's page on another origin than the service, in a real browser, with the element as it is shipped.

What the service answers is played here, in the shapes of ``docs/api.md``: so that every state can be shown, and nothing
but the two origins exists.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route

from moderation.web.public.embed import FILE

SERVICE, HOST = "https://comments.example", "https://news.example"
PAGE = f"{HOST}/interpol"
STRICT = (
    "default-src 'none'; script-src 'nonce-x' 'strict-dynamic'; connect-src https://comments.example; style-src 'none'; "
    "require-trusted-types-for 'script'"
)
PLAIN = f'<form method="post" action="{SERVICE}/v1/sites/news/comments"><label>Comment <textarea name="body"></textarea></label></form>'
CORS = {"Access-Control-Allow-Origin": HOST, "Access-Control-Expose-Headers": "Location, Retry-After, ETag"}
Answer = tuple[int, Any]


def comment(number: int, parent: int | None = None, **changes: Any) -> dict[str, Any]:
    """A published comment."""
    return {
        "id": f"1-{number}",
        "parent": f"1-{parent}" if parent else None,
        "author": {"name": f"زهرة {number}", "url": "", "avatar": None},
        "body_html": f"<p>تعليق رقم {number}</p>",
        "language": "ar",
        "submitted_at": "2026-11-24T03:07:13.098456Z",
        "edited_at": None,
        **changes,
    }


@dataclass
class Newspaper:
    """The page, and the service behind it.

    Attributes:
        comments: What is published.
        said: Answers in place of the usual ones, by method and last part of the path; bytes are sent as they are; None: nobody answers.
        asked: Every request that reached the service, in order: method and path.
        urls: The same requests, by their whole addresses.
        sent: What was posted: path, body, headers.
        held: Comments are asked for, and nothing comes.
    """

    context: BrowserContext
    comments: list[dict[str, Any]] = field(default_factory=list)
    said: dict[str, Answer | Callable[[Request], Answer | None] | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    sent: list[tuple[str, Any, dict[str, str]]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    held: bool = False
    closed: bool = False
    count: int | None = None
    following: str | None = None
    html: str = ""
    policy: str = STRICT

    def open(self, lang: str = "ar", inside: str = "", *, style: str = "", before: str = "", **attributes: str) -> Page:
        """Show the page with one element in it."""
        given = {"site": "news", "thread": PAGE, **attributes}
        element = "".join(f' {name}="{value}"' for name, value in given.items())
        # the host's own style stands in an attribute of its root, which its policy would forbid: so tests that need it say so
        self.html = (
            f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"{style}><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>مقال</title>'
            f'<script nonce="x" async src="{SERVICE}/embed.js"></script></head>'
            f"<body><main><h1>مقال</h1>{before}<comment-thread{element}>{inside or PLAIN}</comment-thread></main></body></html>"
        )
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if "Security Policy" in said.text else None)
        page.route("**/*", self._answer)
        page.goto(PAGE)
        return page

    def requests(self, what: str) -> list[str]:
        """Those whose method and path begin so."""
        return [one for one in self.asked if one.startswith(what)]

    def _answer(self, route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin == HOST:
            headers = {"Content-Security-Policy": self.policy} if self.policy else {}
            return route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)
        if origin != SERVICE:
            self.wrong.append(request.url)
            return route.abort()
        self.asked.append(f"{request.method} {parts.path}")
        self.urls.append(request.url)
        if parts.path == "/embed.js":
            return route.fulfill(body=FILE.read_bytes(), content_type="text/javascript; charset=utf-8", headers=CORS)
        if self.held and parts.path.endswith("/comments"):
            return None
        answer = self._said(request, parts.path)
        if answer is None:
            return route.abort("connectionfailed")
        return route.fulfill(
            status=answer[0],
            headers=CORS,
            content_type="application/json",
            body=answer[1] if isinstance(answer[1], bytes) else "" if answer[0] == 204 else json.dumps(answer[1]),
        )

    def _said(self, request: Request, path: str) -> Answer | None:
        if request.method != "GET" and path.rpartition("/")[2] != "counts":
            self.sent.append((path, request.post_data_json if request.post_data else None, request.headers))
        what = f"{request.method} {path.rpartition('/')[2]}"
        if what in self.said:
            answer = self.said[what]
            return answer(request) if callable(answer) else answer
        return self._usual(request, what)

    def _usual(self, request: Request, what: str) -> Answer:
        if what == "GET comments":
            count = len(self.comments) if self.count is None else self.count
            return 200, {
                "thread": PAGE,
                "count": count,
                "closed": self.closed,
                "comments": self.comments,
                "next": self.following,
            }
        if what == "GET form":
            features = {"notify_replies": False, "edit_minutes": 15, "typical_wait_seconds": 1100}
            limits = {"name": 80, "email": 254, "url": 500, "title": 300, "body": 10000}
            return 200, {"required": ["name", "email"], "limits": limits, "language": "ar", "closed": False, "form_token": "t",
                         "honeypot": "website2", "proof_of_work": None, "features": features}  # fmt: skip
        if what == "POST comments":
            return 202, accepted(request.post_data_json or {})
        if what.endswith("counts"):
            return 200, {"counts": {url: len(url) % 7 for url in parse_qs(request.post_data or "")["thread"]}}
        if what == "GET 1-900" and self.sent:
            return 200, accepted(self.sent[0][1])
        return {"POST reports": (202, {}), "DELETE 1-900": (204, None)}.get(
            what, (404, {"title": "There is nothing here."})
        )


def accepted(sent: dict[str, Any]) -> dict[str, Any]:
    """The answer to a comment that was stored."""
    return {
        "id": "1-900", "status": "pending", "thread": sent["thread"], "parent": sent["parent"],
        "author": {"name": sent["author"]["name"], "url": sent["author"]["url"]}, "body_html": f"<p>{sent['body']}</p>",
        "submitted_at": "2026-11-24T03:07:13.098456Z", "author_token": "secret-token",
    }  # fmt: skip
