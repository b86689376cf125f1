"""What every answer says about itself to a browser, and which requests of other sites are let in."""

from collections.abc import Collection

from flask import Flask, Response, g, request

from moderation.domain.errors import ForbiddenError
from moderation.domain.site import Site
from moderation.web import current

SAFE = {"GET", "HEAD", "OPTIONS"}

API_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; object-src 'none'; form-action 'self'{forms}; frame-ancestors {frames}; require-trusted-types-for 'script'"
)
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Expose-Headers": "Location, Retry-After, ETag",
    "Access-Control-Max-Age": "600",
}


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_add_headers)


def open_to(site: Site) -> None:
    """Let the pages of a site read this answer, and refuse what other sites send.

    No ``Origin`` is fine (not a browser, or an old one); our own is fine; ``null`` and all others are not.

    Raises:
        ForbiddenError: An unsafe request from elsewhere.
    """
    g.origins = site.origins
    origin = request.headers.get("Origin")
    if request.method in SAFE or origin is None:
        return
    if origin not in (*site.origins, *current.context().origins):
        raise ForbiddenError("origin")


def from_here() -> None:
    """Refuse what did not come from a page of our own: for the console.

    Raises:
        ForbiddenError: Another site's page sent it.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = current.context().origins
    if site not in {"same-origin", "none"} or request.headers.get("Origin", own[0]) not in own:
        raise ForbiddenError("origin")


def page_policy(origins: Collection[str] = ()) -> str:
    """The policy of an HTML page; with origins, of one that these may frame and that sends its reader back to them."""
    return PAGE_POLICY.format(forms="".join(f" {o}" for o in origins), frames=" ".join(origins) or "'none'")


def far_policy(origins: Collection[str]) -> str:
    """The policy of a page that may be seen through one of these origins: style and pictures are still ours."""
    policy, own = page_policy(origins), current.context().origins[0]
    return policy.replace("style-src 'self'", f"style-src {own}").replace("img-src 'self'", f"img-src {own}")


def _add_headers(response: Response) -> Response:
    headers = response.headers
    is_page = response.mimetype == "text/html"
    headers.setdefault("Content-Security-Policy", page_policy() if is_page else API_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current.context().outside.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "origins" in g:
        headers.add("Vary", "Origin")
        _add_cors(response, request.headers.get("Origin"))
    return response


def _add_cors(response: Response, origin: str | None) -> None:
    if origin is not None and origin in g.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.extend(CORS)
