"""A newspaper's own pages on this machine, as they were before us: a theme of WordPress, and a static page with Isso's client."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

from tests.listening import listening

CLIENT = Path(__file__).parent.parent / "data/isso/embed.min.js"
DIRECTIONS = {"ar": "rtl", "en": "ltr"}

STOCK = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{language}</title></head><body>
<h1>{language}</h1>
<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">Leave a Reply</h3>
<form action="{service}/wp/{site}/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<p class="comment-notes"><span id="email-notes">Your email address will not be published.</span></p>
<p class="comment-form-comment"><label for="comment">Comment</label> <textarea id="comment" name="comment" cols="45" rows="8" maxlength="65525"></textarea></p>
<p class="comment-form-author"><label for="author">Name</label> <input id="author" name="author" type="text" value="" size="30" maxlength="245" autocomplete="name"></p>
<p class="comment-form-email"><label for="email">Email</label> <input id="email" name="email" type="text" value="" size="30" maxlength="100" aria-describedby="email-notes" autocomplete="email"></p>
<p class="comment-form-url"><label for="url">Website</label> <input id="url" name="url" type="url" value="" size="30" maxlength="200" autocomplete="url"></p>
<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit" value="Post Comment">
<input type="hidden" name="comment_post_ID" value="17" id="comment_post_ID"><input type="hidden" name="comment_parent" id="comment_parent" value="0">
<input type="hidden" name="thread" value="{thread}"></p>
</form></div></body></html>"""
ISSO = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Isso</title>
<script data-isso="{service}/isso/{site}/" src="/embed.min.js"></script></head><body>
<h1>Isso</h1><section id="isso-thread" data-title="Isso"></section></body></html>"""
INDEX = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>All</title>
<script data-isso="{service}/isso/{site}/" src="/embed.min.js"></script></head><body>
<a id="counted" href="/isso/#isso-thread">Comments</a></body></html>"""
PAGES = {"ar": STOCK, "en": STOCK, "isso": ISSO, "all": INDEX}


@contextmanager
def newspaper(service: str) -> Iterator[str]:
    """Serves its pages, whose comments are the service's: ``/ar/`` and ``/en/`` of the sites ``blog-…``, the others of ``blog-en``; its URL."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, here = self.path.strip("/").partition("?")[0].strip("/"), f"http://{self.headers['Host']}"
            if name == CLIENT.name:
                self._send("text/javascript", CLIENT.read_bytes())
                return
            language = name if name in DIRECTIONS else "en"
            values = {"language": language, "direction": DIRECTIONS[language], "site": f"blog-{language}"}
            page = PAGES.get(name, "").format(service=service, thread=f"{here}/{name}/", **values)
            self._send("text/html; charset=utf-8", page.encode())

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Answer, Event()) as url:
        yield url
