"""What all calls of Isso's client share: their site, CORS with cookies as its script demands it, and refusals it can read."""

from flask import Blueprint, Response, g, json, request

from moderation.domain.errors import ForbiddenError, InvalidError
from moderation.domain.site import Site
from moderation.web import current, pages, words

JSON = "application/json"
CORS = {
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "HEAD, GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Origin, Referer, Content-Type",
    "Access-Control-Expose-Headers": "X-Set-Cookie, Date",
}
UNSAFE = {"POST", "PUT", "DELETE"}
BAD = 400  # what Isso answers where we say 422
UNPROCESSABLE = 422

blueprint = Blueprint("isso", __name__, url_prefix="/isso/<site>")


@blueprint.url_value_preprocessor
def find_site(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Every address here names a site."""
    if values:
        site = current.context().directory.by_key(str(values["site"]))
        values["site"] = g.isso = site
        g.site_language = site.language


@blueprint.before_request
def only_from_its_pages() -> Response | None:
    """Cookies come along, so the page counts: one of the site's, or none; and no form can send JSON."""
    if request.method == "OPTIONS":
        return Response(content_type="text/plain")
    if request.method not in UNSAFE:
        return None
    if request.mimetype not in {"", JSON}:
        return Response("CSRF", 403, content_type="text/plain")
    if request.headers.get("Origin") not in (None, *_allowed(g.isso)):
        raise ForbiddenError("origin")
    return None


@blueprint.after_request
def open_to_its_pages(response: Response) -> Response:
    """Let the pages of the site read every answer, also refusals."""
    origin = request.headers.get("Origin")
    response.headers.add("Vary", "Origin")
    if origin and "isso" in g and origin in _allowed(g.isso):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.extend(CORS)
    return response


@blueprint.errorhandler(Exception)
def refused(error: Exception) -> Response:
    """A sentence, or ``{"message": ...}`` for who prefers JSON."""
    problem, members = pages.refusal(error)
    sentences = (
        [words.of_error(current.words(), one) for one in error.errors] if isinstance(error, InvalidError) else []
    )
    said = " ".join(dict.fromkeys(sentences)) or members.get("title", "")
    accepts = request.accept_mimetypes
    if accepts[JSON] > accepts["text/html"]:
        answer = answered({"message": said})
    else:
        answer = Response(said, content_type="text/plain; charset=utf-8")
    answer.status_code = BAD if problem.status_code == UNPROCESSABLE else problem.status_code
    return pages.with_headers_of(problem, answer)


def answered(body: object, status: int = 200) -> Response:
    """JSON that nobody keeps."""
    return Response(json.dumps(body), status, {"Cache-Control": "no-store"}, content_type=JSON)


def _allowed(site: Site) -> tuple[str, ...]:
    return (*site.origins, *current.context().origins)
