"""Whom it is for: sites and their addresses, somebody who may do everything, and words in every language."""

from collections.abc import Iterator

from moderation.adapters import pages, wording
from moderation.domain.moderator import Role
from moderation.runtime.checkup.finding import Finding, Patient, act, well
from moderation.store import moderators
from moderation.store import sites as store
from moderation.store.engine import Connection

SITES, MODERATORS, WORDS = "Sites", "Moderators", "Words"


def sites(_patient: Patient, connection: Connection) -> Iterator[Finding]:
    """Whether there are any, and their pages' origins are as browsers write them."""
    found = store.list_all(connection)
    if not found:
        yield act(SITES, "there are none: run `moderation site add`.")
        return
    wrong = [(site.key, origin) for site in found for origin in site.origins if not _is_origin(origin)]
    wrong += [(site.key, "(none)") for site in found if not site.origins]
    for key, origin in wrong:
        yield act(
            SITES, f"{origin} of {key} is no origin a browser would send: restore a backup, or add the site anew."
        )
    if not wrong:
        yield well(SITES, f"{len(found)}, with valid origins.")


def people(_patient: Patient, connection: Connection) -> Iterator[Finding]:
    """Whether somebody may do everything."""
    found = moderators.list_all(connection)
    admins = [person for person in found if person.role is Role.ADMIN]
    if admins:
        yield well(MODERATORS, f"{len(found)}, of whom {len(admins)} may do everything.")
    else:
        yield act(
            MODERATORS, "nobody has the role admin: run `moderation moderator add EMAIL --name NAME --role admin`."
        )


def words(_patient: Patient) -> Iterator[Finding]:
    """Whether every sentence is there in every language."""
    gaps = {language: wording.count_gaps(language) for language in wording.LANGUAGES}
    for language, count in gaps.items():
        if count:
            yield act(WORDS, f"{count} sentences are missing in {language}: install the package again.")
    if not any(gaps.values()):
        yield well(WORDS, f"complete in {', '.join(gaps)}.")


def _is_origin(origin: str) -> bool:
    try:
        return pages.origin_of(pages.normalise(origin)) == origin
    except pages.UrlError:
        return False
