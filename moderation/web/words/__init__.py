"""Codes in words. Below the door everything is a code with parameters; here it becomes a sentence in the reader's language."""

from moderation.web.words.marks import N_, NN_, Sentence, say
from moderation.web.words.refusals import ERRORS, FIELD_ERRORS, TITLES, of_error
from moderation.web.words.signals import SIGNALS, of_reason

__all__ = ["ERRORS", "FIELD_ERRORS", "NN_", "N_", "SIGNALS", "TITLES", "Sentence", "of_error", "of_reason", "say"]
