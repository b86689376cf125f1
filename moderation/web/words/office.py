"""The words of the office: what can be chosen, what is wrong with what was typed, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from moderation.web.words.marks import N_


@dataclass(frozen=True, slots=True)
class Field:
    """A choice of a site, as a field of a form.

    Attributes:
        name: As in ``services/choices.READERS``.
        kind: ``number``, ``switch``, ``select``, ``boxes``, ``url`` or ``secret``.
        group: Under which heading it stands: one of ``GROUPS``.
        fault: What is said when it cannot be that.
        options: What can be selected or ticked, by value.
    """

    name: str
    kind: str
    group: str
    label: str
    hint: str = ""
    fault: str = ""
    options: Mapping[str, str] | tuple[str, ...] = ()


_NUMBER = N_("Please give a whole number that is not negative.")
_WEB = N_("Please give a web address that begins with https://.")
_DAYS = N_("In days; 0 means for ever.")

TONGUES: Mapping[str, str] = {"ar": N_("Arabic"), "fr": N_("French"), "en": N_("English")}
ASKED: Mapping[str, str] = {"name": N_("Name"), "email": N_("E-mail"), "url": N_("Website")}

GROUPS: Mapping[str, str] = {
    "form": N_("Form"),
    "desk": N_("How well we decide"),
    "keeping": N_("How long things are kept"),
    "outside": N_("Who outside is asked"),
}

FIELDS: tuple[Field, ...] = (  # those that there are no readers for are not shown
    Field("language", "select", "form", N_("Language of the site"), N_("Spoken where a reader’s language is not known."), options=TONGUES),
    Field("required", "boxes", "form", N_("What readers must fill in"), options=ASKED),
    Field("edit_minutes", "number", "form", N_("Minutes to edit"), N_("How long authors may change their comment; 0 means not at all."), _NUMBER),
    Field("close_after_days", "number", "form", N_("Days until a page closes"), N_("Older pages take no more comments; 0 means never."), _NUMBER),
    Field("permalink", "url", "form", N_("Address of a page by its number"), N_("With {id} where the number stands."), _WEB),
    Field("proof_of_work", "switch", "form", N_("Have browsers calculate a moment before they send")),
    Field("second_looks", "number", "desk", N_("Second looks, of a hundred"), N_("So many decisions, and verdicts of the machine alone, are shown to somebody else once more, who is not told how it was decided; 0 means none."), N_("Please give a whole number from 0 to 20.")),
    Field("keep_refused_days", "number", "keeping", N_("Refused comments"), _DAYS, _NUMBER),
    Field("keep_network_days", "number", "keeping", N_("Hashes of networks"), _DAYS, _NUMBER),
    Field("keep_email_days", "number", "keeping", N_("Sealed e-mail addresses"), _DAYS, _NUMBER),
    Field("keep_audit_days", "number", "keeping", N_("Lines of the audit"), _DAYS, _NUMBER),
    Field("akismet_url", "url", "outside", N_("Akismet server"), N_("It reads each comment, without address and IP; empty means nobody is asked."), _WEB),
    Field("akismet_key", "secret", "outside", N_("Key for the Akismet server"), N_("What is stored is not shown; leave it empty to keep it."), N_("This is no key.")),
    Field("classifier_url", "url", "outside", N_("Classifier"), N_("It reads each comment, without address and IP; empty means nobody is asked."), _WEB),
)  # fmt: skip

FAULTS: Mapping[str, str] = {
    "origin": N_("Please give a web address such as https://news.example."),
    "last_origin": N_("A site needs at least one address."),
    "trust_after": N_("Please give a whole number from 1 to 100."),
    "links": N_("Please give a whole number from 0 to 100."),
    "share": N_("Please give a number from 0 to 100."),
    "order": N_("This must not be less than the first threshold."),
    "word": N_("Please give a word, or two words that belong together, without signs."),
    "full": N_("The list is full."),
    "fingerprint": N_("Please give an e-mail address, the number of a comment, or a fingerprint."),
    "domain": N_("Please give a mail domain such as mail.example."),
    "network": N_("Please give a network such as 198.51.100.0/24 (IPv4 /8 to /24, IPv6 /16 to /48)."),
    "no_author": N_("There is no such comment on this site, or its author gave no address."),
    "until": N_("Please give a day that is still to come."),
    "email": N_("This is not a valid e-mail address, such as name@example.com."),
    "sites": N_("Please choose at least one site."),
    "period": N_("Please give two days that are at most a year apart."),
}

TWICE: Mapping[str, str] = {  # in the order of ``approval.CATEGORIES``
    "links": N_("Comments with many links, or hardly anything else"),
    "offence": N_("Comments that may insult somebody"),
    "words": N_("Comments with a word of the list"),
    "newcomers": N_("Comments of newcomers"),
    "reported": N_("Comments that readers have reported"),
    "any": N_("Every comment that a person decides on"),
}

CHANGED = N_(
    "Somebody else has changed this in the meantime. What you typed is still here; what there is now stands beside it."
)

DONE: Mapping[str, str] = {
    "saved": N_("Saved."),
    "added": N_("Added."),
    "removed": N_("Removed."),
}

VERDICTS: Mapping[str, str] = {
    "approve": N_("publish"),
    "hold": N_("hold for review"),
    "spam": N_("spam"),
}

KINDS: Mapping[str, str] = {
    "fingerprint": N_("Author"),
    "domain": N_("Mail domain"),
    "network": N_("Network"),
}

EFFECTS: Mapping[str, str] = {
    "block": N_("Blocked"),
    "trust": N_("Trusted"),
}

EFFECTS_TO_CHOOSE: Mapping[str, str] = {
    "block": N_("Block: whatever they write becomes spam"),
    "trust": N_("Trust: their first comments need not wait"),
}
