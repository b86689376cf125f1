"""What is kept about one person: finding it and handing it out. The edge knows the address; we know its fingerprints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.domain.comment import Comment
from moderation.domain.site import Site
from moderation.services import erase
from moderation.services.erase import Person
from moderation.store import authors, blocks, dossier, verdicts
from moderation.store.authors import Presence
from moderation.store.engine import Database

BATCH = 200  # comments in one transaction


def find(database: Database, people: Iterable[Person]) -> list[tuple[Site, Presence]]:
    """How much each site keeps about somebody; nothing of it for somebody unknown."""
    with database.read() as connection:
        return [(person.site, authors.presence(connection, person.site.id, person.mark)) for person in people]


def export(database: Database, people: Sequence[Person], ring: Sequence[bytes], at: datetime) -> list[dict[str, Any]]:
    """All that is kept about somebody, site by site, as data (GDPR 15 and 20), and a line in each site's audit.

    Addresses are opened where the key is here, else masked. Somebody unknown gets the same, empty.
    """
    opener = Opener(ring)
    erase.note(database, people, "export", at)
    return [
        {
            "site": person.site.key,
            "site_name": person.site.name,
            "listed": _listed(database, person),
            "notes": _notes(database, person),
            "comments": [entry for page in _pages(database, person) for entry in _entries(database, page, opener)],
        }
        for person in people
    ]


def _listed(database: Database, person: Person) -> dict[str, Any] | None:
    """Whether the site has blocked or trusts them."""
    with database.read() as connection:
        found = blocks.of_author(connection, person.site.id, person.mark)
    return {"effect": found.effect, "reason": found.reason, "until": _time(found.expires_at)} if found else None


def _notes(database: Database, person: Person) -> list[dict[str, Any]]:
    """What moderators have noted about them."""
    with database.read() as connection:
        found = dossier.notes_about(connection, person.site.id, person.mark)
    return [{"text": one["body"], "at": _time(one["at"])} for one in found]


def _pages(database: Database, person: Person) -> Iterator[tuple[Comment, ...]]:
    after = ""
    while True:
        with database.read() as connection:
            page = authors.list_page(connection, person.site.id, person.mark, after, BATCH)
        if not page:
            return
        yield page
        after = page[-1].id


def _entries(database: Database, page: Sequence[Comment], opener: Opener) -> Iterator[dict[str, Any]]:
    site, ids = page[0].site, [comment.id for comment in page]
    with database.read() as connection:
        sealed = authors.contacts_of(connection, site, ids)
        judged = verdicts.find_many(connection, page)
        decided = authors.decisions_on(connection, site, ids)
        said = dossier.reports_on(connection, site, ids), dossier.appeals_on(connection, site, ids)
    for comment in page:
        contact, judgement = sealed.get(comment.id), judged.get(comment.id)
        has_key = contact and opener.has(contact)
        yield {
            "id": comment.id,
            "page": comment.thread.url,
            "parent": comment.parent,
            "name": comment.author.name,
            "email": opener.open(contact, binding("comment", comment.id))
            if contact and has_key
            else comment.author.email_masked,
            "website": comment.author.url,
            "text": comment.body,
            "language": comment.language,
            "status": comment.status.value,
            "submitted_at": _time(comment.submitted_at),
            "edited_at": _time(comment.edited_at),
            "verdict": asdict(judgement) if judgement else None,
            "decisions": [
                {
                    "action": one["action"],
                    "reason": one["reason"],
                    "at": _time(one["decided_at"]),
                    "undone_at": _time(one["undone_at"]),
                }
                for one in decided
                if one["comment"] == comment.id
            ],
            **_readers(comment.id, *said),
        }


def _readers(comment: str, reports: list[dict[str, Any]], appeals: list[dict[str, Any]]) -> dict[str, Any]:
    """What others have reported, and what the author has said against decisions."""
    return {
        "reports": [
            {"reason": one["reason"], "at": _time(one["at"]), "closed_at": _time(one["closed_at"])}
            for one in reports
            if one["comment"] == comment
        ],
        "appeals": [
            {
                "text": one["body"],
                "at": _time(one["at"]),
                "outcome": one["outcome"],
                "closed_at": _time(one["closed_at"]),
            }
            for one in appeals
            if one["comment"] == comment
        ],
    }


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
