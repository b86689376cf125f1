"""Refusals as answers: RFC 9457 problem details, in the reader's language, never repeating what was sent."""

from collections.abc import Mapping
from gettext import NullTranslations

import structlog
from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException

from moderation.domain.errors import (
    ChangedError,
    DuplicateError,
    FieldError,
    ForbiddenError,
    InvalidError,
    KeylessError,
    LastAdminError,
    ModerationError,
    NotFoundError,
    StaleError,
    TakenError,
    TooManyError,
    UnavailableError,
)
from moderation.web import current, words

TYPE = "application/problem+json"
RETRY_SECONDS = 2  # after which a database that was away may be back
log = structlog.get_logger()

CODES: Mapping[type[ModerationError], tuple[int, str]] = {
    NotFoundError: (404, "not_found"),
    ForbiddenError: (403, "role"),
    DuplicateError: (409, "duplicate"),
    StaleError: (409, "stale"),
    ChangedError: (412, "changed"),
    TakenError: (409, "taken"),
    LastAdminError: (409, "last_admin"),
    TooManyError: (429, "too_many"),
    InvalidError: (422, "invalid"),
    UnavailableError: (503, "unavailable"),
    KeylessError: (503, "keyless"),
}

HTTP_CODES: Mapping[int, str] = {
    400: "malformed",
    404: "not_found",
    405: "method",
    408: "slow",
    413: "too_large",
    415: "media_type",
}


class Problem(HTTPException):
    """A refusal that only the door knows of."""

    def __init__(self, status: int, code: str) -> None:
        """Remember the status and the code of its words."""
        super().__init__()
        self.code, self.name_of_problem = status, code


def install(app: Flask) -> None:
    """Answer every refusal, and every failure, as a problem."""
    app.register_error_handler(ModerationError, of_refusal)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_failure)
    app.log_exception = lambda *_: None  # type: ignore[method-assign]  # a traceback may hold anything; of_failure says enough


def of_refusal(error: ModerationError) -> Response:
    """The answer to a refusal from below."""
    status, code = CODES[type(error)]
    if isinstance(error, ForbiddenError):
        code = error.code
    if isinstance(error, TooManyError):
        return problem(status, code, {"seconds": error.retry_after}, headers={"Retry-After": str(error.retry_after)})
    if isinstance(error, UnavailableError):
        return problem(status, code, headers={"Retry-After": str(RETRY_SECONDS)})
    errors = error.errors if isinstance(error, InvalidError) else ()
    return problem(status, code, members={"errors": worded(errors, current.words())} if errors else None)


def of_http(error: HTTPException) -> Response:
    """The answer to a refusal by the door itself; redirections pass."""
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - not a refusal
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    code = error.name_of_problem if isinstance(error, Problem) else HTTP_CODES.get(status, "malformed")
    allowed = dict(error.get_headers()).get("Allow") if status == 405 else None  # noqa: PLR2004
    return problem(status, code, headers={"Allow": allowed} if allowed else {})


def of_failure(error: Exception) -> Response:
    """The answer to a mistake of ours. The log gets the place where it happened, not what was in it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    log.error("request_failed", error=type(error).__name__, where=where)
    return problem(500, "failed")


def problem(
    status: int,
    code: str,
    params: Mapping[str, int] | None = None,
    *,
    members: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem: ``type title status code`` and the members that belong to it."""
    title = words.say(current.words(), words.TITLES[code], params or {})
    kind = f"{current.context().outside}/docs#problem-{code}"
    body = {"type": kind, "title": title, "status": status, "code": code, **(members or {})}
    response = Response(json.dumps(body, ensure_ascii=False), status, dict(headers or {}), content_type=TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def worded(errors: tuple[FieldError, ...], catalogue: NullTranslations) -> list[dict[str, str]]:
    """The faults of a form as members of a problem."""
    return [{"field": e.field, "code": e.code, "message": words.of_error(catalogue, e)} for e in errors]
