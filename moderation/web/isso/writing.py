"""What Isso's client sends: comments; and, by the cookie it was given for one, another text for it or its end."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from moderation.domain.comment import Comment, Status
from moderation.domain.errors import FieldError, ForbiddenError, InvalidError, NotFoundError
from moderation.domain.identity import number_of
from moderation.domain.site import Site
from moderation.store import comments, numbers
from moderation.store.engine import Connection
from moderation.web import current, strict_json
from moderation.web.isso import described
from moderation.web.isso.frame import answered
from moderation.web.isso.shape import SOURCE, Numbers, page, shown
from moderation.web.public import intake
from moderation.web.public.accept import take
from moderation.web.wordpress.stock import website

SHORTEST = 3  # code points; its client sends nothing shorter
OWN_FOR = timedelta(minutes=15)  # as long as its client shows what can be done
ACCEPTED = 202


def install(blueprint: Blueprint) -> None:
    """Answer the calls about a comment."""
    blueprint.post("/new")(post_new)
    blueprint.get("/id/<number>")(get_own)
    blueprint.post("/id/<number>/like")(post_vote)
    blueprint.post("/id/<number>/dislike", endpoint="post_dislike")(post_vote)


@described.answers(
    "Hand in a comment", ACCEPTED, described.COMMENT, (*described.CHANGING, 409),
    queries={"uri": described.PAGE}, required=("uri",), takes=described.NEW, headers={ACCEPTED: ("Set-Cookie", "X-Set-Cookie")},
)  # fmt: skip
def post_new(site: Site) -> Response:
    """Store a comment: 202, for nothing is published unseen."""
    url, sent = page(site), read()
    number = sent.get("parent")
    with current.context().database.read() as connection:
        above = find(connection, site, str(number)) if number is not None else None
    comment = take(site, intake.validate(_members(sent, url, above), site))
    named = Numbers(number_of(comment.id), _root(site, above) if above else 0)
    return _with_cookie(answered(shown(comment, named), ACCEPTED), site, comment)


@described.answers(
    "One's own comment", 200, described.COMMENT, (400, 403, 404, 503), queries={"plain": described.PLAIN_TEXT}
)
def get_own(site: Site, number: str) -> Response:
    """One's own comment, to change it: with ``plain=1`` as it was typed."""
    comment, named = own(site, number)
    return answered(shown(comment, named, plain=request.args.get("plain") == "1"))


@described.answers("Votes are not kept", 200, described.VOTES, (400, 403, 404, 413, 503))
def post_vote(site: Site, number: str) -> Response:
    """Nobody's votes are kept, and the answer says so."""
    with current.context().database.read() as connection:
        if find(connection, site, number).status is not Status.APPROVED:
            raise NotFoundError("comment")
    return answered({"likes": 0, "dislikes": 0})


def read() -> dict[str, Any]:
    """The object in this request, with its text.

    Raises:
        InvalidError: The text is missing, or hardly one.
    """
    sent = strict_json.read(request.get_data(cache=False))
    body = sent.get("text")
    if not isinstance(body, str) or not body.strip():
        raise InvalidError(FieldError("body", "required"))
    if len(body.strip()) < SHORTEST:
        raise InvalidError(FieldError("body", "too_short"))
    return sent


def own(site: Site, number: str) -> tuple[Comment, Numbers]:
    """The comment whose cookie came along.

    Raises:
        ForbiddenError: There is none, or it is not good (any more).
        NotFoundError: There is no such comment.
    """
    ctx = current.context()
    with ctx.database.read() as connection:
        comment = find(connection, site, number)
        above = comments.find(connection, comment.parent) if comment.parent else None
    if not ctx.signatures.is_isso(request.cookies.get(number, ""), comment.id, current.now()):
        raise ForbiddenError("author")
    return comment, Numbers(int(number), _root(site, above) if above else 0)


def find(connection: Connection, site: Site, number: str) -> Comment:
    """The comment with a number.

    Raises:
        NotFoundError: There is none.
    """
    identifier = numbers.find(connection, site.id, SOURCE, number)
    comment = comments.find(connection, identifier) if identifier else None
    if comment is None:
        raise NotFoundError("comment")
    return comment


def _members(sent: dict[str, Any], url: str, above: Comment | None) -> dict[str, Any]:
    """As our own JSON has it; what we do not know of is left out."""
    author = {
        ours: _text(sent, theirs) for ours, theirs in {"name": "author", "email": "email", "url": "website"}.items()
    }
    return {
        "thread": url,
        "title": _text(sent, "title"),
        "parent": above.id if above else None,
        "author": {**author, "url": website(author["url"]) if isinstance(author["url"], str) else author["url"]},
        "body": sent["text"],
    }


def _text(sent: dict[str, Any], name: str) -> Any:
    value = sent.get(name)
    return "" if value is None else value


def _root(site: Site, above: Comment) -> int:
    """The number of the comment an answer is shown below: there, answers to answers stand beside them."""
    seen = {above.id}
    with current.context().database.read() as connection:
        while above.parent and above.parent not in seen:
            seen.add(above.parent)
            further = comments.find(connection, above.parent)
            if further is None or further.status is not Status.APPROVED:
                break
            above = further
        return numbers.of(connection, site.id, SOURCE, [above.id])[above.id]


def _with_cookie(answer: Response, site: Site, comment: Comment) -> Response:
    """For a quarter of an hour, a cookie proves that a comment is one's own. It holds nothing else; the page sees only that it is there."""
    ctx, name = current.context(), str(number_of(comment.id))
    path, secure = f"{urlsplit(ctx.outside).path.rstrip('/')}/isso/{site.key}/", ctx.outside.startswith("https:")
    answer.set_cookie(
        name, ctx.signatures.isso(comment.id, current.now() + OWN_FOR), max_age=OWN_FOR, path=path, secure=secure,
        httponly=True, samesite="None" if secure else "Lax", partitioned=secure,
    )  # fmt: skip
    answer.headers["X-Set-Cookie"] = f"isso-{name}=1; Max-Age={OWN_FOR.seconds}; Path=/; SameSite=Lax"
    return answer
