"""What was refused, in words: titles of problems, and what is wrong with a field."""

from collections.abc import Mapping
from gettext import NullTranslations

from moderation.domain.errors import FieldError
from moderation.web.words.marks import N_, NN_, Sentence, say

ERRORS: Mapping[str, Sentence] = {
    "required": N_("Please fill in this field."),
    "too_short": N_("This is too short."),
    "too_long": NN_(
        "This is too long: at most %(limit)d character.", "This is too long: at most %(limit)d characters."
    ),
    "invalid": N_("This is not valid."),
    "foreign": N_("This page does not belong to this site."),
    "unknown_field": N_("There is no such field."),
    "key_reused": N_("This idempotency key was used for another comment."),
    "control_characters": N_("This contains characters that cannot be shown."),
}

FIELD_ERRORS: Mapping[tuple[str, str], Sentence] = {
    ("author.email", "invalid"): N_("This is not a valid e-mail address, such as name@example.com."),
    ("author.url", "invalid"): N_("This is not a valid web address: it begins with http:// or https://."),
    ("author.name", "required"): N_("Please enter your name."),
    ("author.email", "required"): N_("Please enter your e-mail address."),
    ("author.url", "required"): N_("Please enter the address of your website."),
    ("body", "required"): N_("Please write a comment."),
    ("reason", "required"): N_("Please give a reason."),
    ("thread", "required"): N_("The address of the page is missing."),
    ("thread", "invalid"): N_("The address of the page is not valid."),
}

TITLES: Mapping[str, Sentence] = {
    "malformed": N_("The request cannot be read."),
    "unauthenticated": N_("Please log in."),
    "role": N_("This is not allowed for your role."),
    "author": N_("This comment is not yours, or the time for changing it is over."),
    "origin": N_("This request came from another site."),
    "closed": N_("Comments are closed on this page."),
    "late": N_("The time in which this comment could be changed is over."),
    "decided": N_("A moderator has decided on this comment; it cannot be changed any more."),
    "own_decision": N_("Somebody else has to look at an appeal against your own decision."),
    "csrf": N_("The form has expired. Please try again."),
    "not_found": N_("There is nothing here."),
    "method": N_("This cannot be done here."),
    "duplicate": N_("This comment has already been received."),
    "stale": N_("Somebody else has decided in the meantime."),
    "changed": N_("Somebody else has changed this in the meantime. Please load it again."),
    "taken": N_("There is a login with this address already."),
    "last_admin": N_("Nobody would be left to administer these sites."),
    "slow": N_("Your request took too long to arrive. Please send it again."),
    "too_large": N_("This is too large."),
    "media_type": N_("Please send JSON or a form."),
    "invalid": N_("Something is missing or not right."),
    "too_many": NN_(
        "Too much at once. Please wait %(seconds)d second.", "Too much at once. Please wait %(seconds)d seconds."
    ),
    "unavailable": N_("The service is briefly unavailable. Please try again in a moment."),
    "keyless": N_("Addresses cannot be opened here: the key is kept elsewhere."),
    "failed": N_("Something went wrong on our side."),
}


def of_error(catalogue: NullTranslations, error: FieldError) -> str:
    """What is wrong with a field."""
    sentence = FIELD_ERRORS.get((error.field, error.code)) or ERRORS[error.code]
    return say(catalogue, sentence, error.params)
