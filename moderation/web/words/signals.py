"""What checks saw, in words: a sentence for each reason, and a short name to filter by."""

import re
from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any

from moderation.domain.signal import Reason
from moderation.web.words.marks import N_, NN_, Sentence, say

_WEIGHT = re.compile(r"[+-][0-9]+\.[0-9]")

SIGNALS: Mapping[str, Sentence] = {
    "honeypot_filled": N_("A field that people do not see was filled in."),
    "sent_too_fast": NN_(
        "Sent %(seconds)d second after the form was loaded.", "Sent %(seconds)d seconds after the form was loaded."
    ),
    "token_missing": N_("Sent without our form."),
    "token_stale": N_("The form had been open for a long time."),
    "token_forged": N_("The form's token was not made by us."),
    "flood_author": NN_(
        "%(count)d other comment by this author within ten minutes.",
        "%(count)d other comments by this author within ten minutes.",
    ),
    "flood_network": NN_(
        "%(count)d other comment from the same network within ten minutes.",
        "%(count)d other comments from the same network within ten minutes.",
    ),
    "flood_text": NN_(
        "%(count)d other comment says the same, or nearly, within ten minutes, on all sites together.",
        "%(count)d other comments say the same, or nearly, within ten minutes, on all sites together.",
    ),
    "too_many_links": NN_("%(count)d link in the text.", "%(count)d links in the text."),
    "link_only": N_("Hardly anything but a link."),
    "linked_often": NN_(
        "%(count)d other comment links to “%(host)s” within an hour, on all sites together.",
        "%(count)d other comments link to “%(host)s” within an hour, on all sites together.",
    ),
    "listed_word": NN_("“%(word)s” is on the word list.", "%(count)d words are on the word list, such as “%(word)s”."),
    "same_text": NN_(
        "The same text was sent %(count)d other time this week.",
        "The same text was sent %(count)d other times this week.",
    ),
    "same_text_refused": NN_(
        "The same text was refused %(count)d time this week.", "The same text was refused %(count)d times this week."
    ),
    "near_text": NN_(
        "Nearly the same text was sent %(count)d other time this week, on all sites together.",
        "Nearly the same text was sent %(count)d other times this week, on all sites together.",
    ),
    "near_text_refused": NN_(
        "Nearly the same text was refused %(count)d time this week, on all sites together.",
        "Nearly the same text was refused %(count)d times this week, on all sites together.",
    ),
    "repeated": NN_(
        "This author has sent the same text, or nearly, %(count)d other time this week.",
        "This author has sent the same text, or nearly, %(count)d other times this week.",
    ),
    "known_author": NN_(
        "%(count)d comment by this author has been published.", "%(count)d comments by this author have been published."
    ),
    "author_refused": NN_(
        "%(count)d comment by this author has been refused.", "%(count)d comments by this author have been refused."
    ),
    "first_comment": N_("Nothing by this author has been published yet."),
    "new_author": NN_(
        "%(count)d comment by this author has been published; until there are %(limit)d, a person looks.",
        "%(count)d comments by this author have been published; until there are %(limit)d, a person looks.",
    ),
    "blocked_author": N_("This author is blocked."),
    "blocked_domain": N_("The domain of the e-mail address is blocked."),
    "blocked_network": N_("The network this was sent from is blocked."),
    "trusted_author": N_("This author is on the list of the trusted."),
    "trusted_domain": N_("The domain of the e-mail address is on the list of the trusted."),
    "trusted_network": N_("The network this was sent from is on the list of the trusted."),
    "bidi_override": N_("Hidden characters turn the direction of the text around."),
    "invisible_characters": N_("Invisible characters stand inside words."),
    "homoglyphs": N_("Letters of another script imitate ordinary ones."),
    "looks_like_spam": N_("Reads like spam: %(percent)s (in general %(base)s, from this site's decisions %(own)s)."),
    "looks_ordinary": N_(
        "Does not read like spam: %(percent)s (in general %(base)s, from this site's decisions %(own)s)."
    ),
    "words_for": NN_("%(count)d word speaks for spam all the same.", "%(count)d words speak for spam all the same."),
    "words_against": NN_("%(count)d word speaks against spam.", "%(count)d words speak against spam."),
    "looks_offensive": N_(
        "May insult somebody: %(percent)s (in general %(base)s, from this site's decisions %(own)s)."
    ),
    "trait_length": N_("Its length weighs %(weight)s."),
    "trait_links": N_("The number of its links weighs %(weight)s."),
    "trait_addresses": N_("Whether it holds an e-mail address weighs %(weight)s."),
    "trait_phones": N_("Whether it holds a telephone number weighs %(weight)s."),
    "trait_digits": N_("The share of its digits weighs %(weight)s."),
    "trait_capitals": N_("The share of its capitals weighs %(weight)s."),
    "trait_exclamations": N_("The number of its exclamation marks weighs %(weight)s."),
    "trait_questions": N_("The number of its question marks weighs %(weight)s."),
    "trait_emoji": N_("The number of its emoji weighs %(weight)s."),
    "trait_money": N_("The number of its currency and percent signs weighs %(weight)s."),
    "trait_handles": N_("The number of its hashtags and mentions weighs %(weight)s."),
    "trait_lines": N_("The number of its lines weighs %(weight)s."),
    "trait_runs": N_("Its repeated characters weigh %(weight)s."),
    "trait_disguises": N_("Its disguised characters weigh %(weight)s."),
    "trait_language": N_("Its language weighs %(weight)s."),
    "akismet_spam": N_("The Akismet server says: spam."),
    "akismet_certain": N_("The Akismet server says: spam beyond doubt."),
    "akismet_fine": N_("The Akismet server says: no spam."),
    "akismet_silent": N_("The Akismet server gave no answer; a person decides."),
    "classifier_said": N_("The outside classifier puts the likelihood of spam at %(count)d in 100."),
    "classifier_offence": N_("The outside classifier puts the likelihood of an offence at %(count)d in 100."),
    "classifier_silent": N_("The outside classifier gave no answer; a person decides."),
    "check_failed": N_("The check “%(check)s” could not be made; a person decides."),
    "gave_up": N_("Checking was interrupted several times; a person decides."),
}

NAMES: Mapping[str, str] = {  # not of what only explains another signal
    "first_comment": N_("First comment"),
    "new_author": N_("New author"),
    "known_author": N_("Known author"),
    "author_refused": N_("Author refused before"),
    "blocked_author": N_("Blocked author"),
    "blocked_domain": N_("Blocked mail domain"),
    "blocked_network": N_("Blocked network"),
    "trusted_author": N_("Trusted author"),
    "trusted_domain": N_("Trusted mail domain"),
    "trusted_network": N_("Trusted network"),
    "listed_word": N_("Word list"),
    "too_many_links": N_("Links"),
    "link_only": N_("Only a link"),
    "same_text": N_("Same text again"),
    "same_text_refused": N_("Refused text again"),
    "near_text": N_("Nearly the same text"),
    "near_text_refused": N_("Nearly a refused text"),
    "repeated": N_("Author repeats a text"),
    "flood_author": N_("Many by one author"),
    "flood_network": N_("Many from one network"),
    "flood_text": N_("One text many times"),
    "linked_often": N_("One link many times"),
    "honeypot_filled": N_("Trap field filled"),
    "sent_too_fast": N_("Sent very fast"),
    "token_missing": N_("Without the form"),
    "token_stale": N_("Old form"),
    "token_forged": N_("Forged form"),
    "bidi_override": N_("Direction override"),
    "invisible_characters": N_("Invisible characters"),
    "homoglyphs": N_("Imitated letters"),
    "looks_like_spam": N_("Reads like spam"),
    "looks_ordinary": N_("Does not read like spam"),
    "looks_offensive": N_("May be offensive"),
    "akismet_spam": N_("Akismet: spam"),
    "akismet_certain": N_("Akismet: surely spam"),
    "akismet_fine": N_("Akismet: no spam"),
    "akismet_silent": N_("Akismet: no answer"),
    "classifier_said": N_("Classifier: spam"),
    "classifier_offence": N_("Classifier: offence"),
    "classifier_silent": N_("Classifier: no answer"),
    "check_failed": N_("Check failed"),
    "gave_up": N_("Checking interrupted"),
}

UNKNOWN = N_("Noticed: %(code)s.")  # a verdict of another release may carry a code that has no words here


def of_reason(catalogue: NullTranslations, reason: Reason) -> str:
    """What a check saw."""
    sentence = SIGNALS.get(reason.code)
    params = {name: _number(catalogue, value) for name, value in reason.params.items()}
    return say(catalogue, sentence, params) if sentence else say(catalogue, UNKNOWN, {"code": reason.code})


def _number(catalogue: NullTranslations, value: Any) -> Any:
    """A weight such as ``-3.0`` as the language writes it; between right-to-left words, its sign stays before it."""
    if not (isinstance(value, str) and _WEIGHT.fullmatch(value)):
        return value
    language = catalogue.info().get("language", "en")
    written = value.replace("-", "\N{MINUS SIGN}").replace(".", "." if language == "en" else ",")
    return f"\N{LEFT-TO-RIGHT ISOLATE}{written}\N{POP DIRECTIONAL ISOLATE}" if language == "ar" else written
