"""The words of figures and reports."""

from collections.abc import Mapping

from moderation.web.words.marks import N_
from moderation.web.words.review import REASONS

STANDS: Mapping[str, str] = {  # from below, in the bars
    "approved": N_("Published"),
    "pending": N_("To review"),
    "rejected": N_("Rejected"),
    "spam": N_("Spam"),
    "received": N_("Being checked"),
    "removed": N_("Removed since"),
}

MACHINE: Mapping[str, str] = {
    "approve": N_("Published by the machine"),
    "spam": N_("Called spam by the machine"),
    "hold": N_("Left to a person"),
}

ACTIONS: Mapping[str, str] = {
    "approve": N_("Published"),
    "reject": N_("Rejected"),
    "spam": N_("Marked as spam"),
    "hold": N_("Put back for review"),
    "restore": N_("Put back as before"),
}

STOOD: Mapping[str, str] = {
    "approved": N_("of what it published"),
    "spam": N_("of what it called spam"),
}

LABELS: Mapping[str, str] = {
    **REASONS,
    "approved": N_("Published"),
    "spam": N_("Spam"),
    "rejected": N_("Rejected"),
    "pending": N_("To review"),
}

RESTRICTIONS: Mapping[str, str] = {
    "not_published": N_("Not published"),
    "taken_down": N_("Taken down after publication"),
    "spam": N_("Marked as spam"),
}

DETECTIONS: Mapping[str, str] = {
    "person": N_("A moderator’s own reading"),
    "notice": N_("A reader’s report"),
    "rule": N_("A rule"),
    "model": N_("The model"),
    "third_party": N_("A service outside"),
    "unknown": N_("Not known any more: removed by age"),
}

OUTCOMES: Mapping[str, str] = {
    "open": N_("Still open"),
    "refused": N_("Comment refused"),
    "kept": N_("Comment kept"),
    "upheld": N_("Decision upheld"),
    "reversed": N_("Decision reversed"),
}
