"""The moderators' words: where a comment stands, what can be done with it, why, and by whom."""

from collections.abc import Mapping

from moderation.web.words.marks import N_

STATUSES: Mapping[str, str] = {
    "pending": N_("To review"),
    "approved": N_("Published"),
    "spam": N_("Spam"),
    "rejected": N_("Rejected"),
    "received": N_("Being checked"),
}

REASONS: Mapping[str, str] = {
    "insult": N_("Insult"),
    "hate": N_("Hatred or incitement"),
    "threat": N_("Threat or violence"),
    "sexual": N_("Sexual content"),
    "defamation": N_("Defamation"),
    "privacy": N_("Personal data"),
    "off_topic": N_("Off topic"),
    "advertising": N_("Advertising"),
    "duplicate": N_("Repeated comment"),
    "other": N_("Another reason"),
}

STANDS: Mapping[str, str] = {  # the same of one comment: other languages inflect
    "pending": N_("waiting for review"),
    "approved": N_("published"),
    "spam": N_("spam"),
    "rejected": N_("rejected"),
    "received": N_("being checked"),
}

DONE: Mapping[str, str] = {
    "submit": N_("Comment received"),
    "approve": N_("Comment published"),
    "hold": N_("Comment held for review"),
    "spam": N_("Comment marked as spam"),
    "reject": N_("Comment rejected"),
    "restore": N_("Comment put back as before"),
    "undo": N_("Decision undone"),
    "reveal": N_("E-mail address opened"),
    "erase": N_("Author erased at their request"),
    "expire": N_("Removed by age"),
    "import": N_("Taken over from another system"),
}

ROLES: Mapping[str, str] = {
    "viewer": N_("Viewer"),
    "moderator": N_("Moderator"),
    "admin": N_("Administrator"),
}

LANGUAGES: Mapping[str, str] = {
    "ar": N_("Arabic"),
    "fr": N_("French"),
    "en": N_("English"),
    "und": N_("Unknown"),
}

DECIDERS: Mapping[str, str] = {
    "machine": N_("automatic check"),
    "author": N_("the author"),
    "operator": N_("the operator"),
}
