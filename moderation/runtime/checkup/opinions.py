"""Opinions: whether those who are asked about comments answer."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from moderation.adapters import akismet, classifier_http
from moderation.adapters.outward import Answer, Outward
from moderation.domain.message import SendingError
from moderation.domain.opinion import Who
from moderation.domain.site import Site
from moderation.runtime.checkup import database
from moderation.runtime.checkup.finding import Finding, Patient, act, well
from moderation.store import sites

PART = "Opinions"
PATIENCE = 5.0  # seconds for each server
SAMPLE = "doctor", "Is anybody there?", "en"  # nobody's comment

WHY: Mapping[str, str] = {
    "invalid": "does not take the key",
    "private_address": "is at a private address that MODERATION_OPINION_NETWORKS does not name",
    "not_trusted": "has a certificate that this machine does not trust",
    "redirect": "sends us elsewhere, and that is not followed",
}
OFF = {Who.AKISMET: "akismet_url= akismet_key=", Who.CLASSIFIER: "classifier_url="}
Post = Callable[[str, bytes, str], Answer]


def examine(patient: Patient) -> Iterator[Finding]:
    """Ask each server something that is nobody's comment; where there is no database of our shape, nobody is known."""
    if patient.database is None or not database.is_usable(patient):
        return
    with patient.database.read() as connection:
        found = sites.list_all(connection)
    post = partial(Outward(patient.settings.opinion_networks).post, PATIENCE)
    findings = [finding for site in found for finding in _of_site(site, post)]
    yield from findings or [well(PART, "no site asks anybody outside.")]


def _of_site(site: Site, post: Post) -> Iterator[Finding]:
    if bool(site.asked.akismet_url) != bool(site.asked.akismet_key):
        yield act(
            PART, f"{site.key} has only one of akismet_url and akismet_key, so Akismet is not asked: "
            f"run `moderation site set {site.key}` with the other, or empty both.",
        )  # fmt: skip
    for who in site.asked.servers:
        code = _fault(site, who, post)
        if code:
            why = WHY.get(code, f"gives no answer that can be used ({code})")
            yield act(
                PART, f"the {who} server of {site.key} {why}: people decide on all its comments until you mend it, "
                f"or run `moderation site set {site.key} {OFF[who]}`.",
            )  # fmt: skip
        else:
            yield well(PART, f"the {who} server of {site.key} answers.")


def _fault(site: Site, who: Who, post: Post) -> str:
    """The code of what is wrong; empty if all is well."""
    try:
        if who is Who.AKISMET:
            akismet.verify(post, site.asked, site.origins[0])
        else:
            classifier_http.classify(post, site.asked.classifier_url, *SAMPLE)
    except SendingError as error:
        return error.code
    return ""
