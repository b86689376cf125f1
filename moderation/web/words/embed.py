"""What the embedded element says: a table of all languages, made from the catalogues and built into its script.

``python -m moderation.web.words.embed`` writes it out, for ``moderation/web/embed/source/table.ts``.
"""

import json
import re
import sys
from collections.abc import Mapping

from babel import Locale

from moderation.adapters.wording import LANGUAGES, catalogue
from moderation.web.words.marks import N_, NN_
from moderation.web.words.review import REASONS, STANDS

PLACE, GIVEN = re.compile(r"%\(\w+\)s"), "#"  # no sentence has more than one
BETWEEN = "|"  # the words of a language are one text in the script: names and quotes for each would be a tenth of it
FORMS = ("one", "two", "few", "many")  # no comment at all is said in another way
SAMPLES = (*range(200), 1_000_000)  # among these, every language of ours uses all its plural forms

COUNT = NN_("%(count)s comment", "%(count)s comments")
WORDS: Mapping[str, str] = {
    "body": N_("Comment"),
    "name": N_("Name"),
    "email": N_("E-mail"),
    "url": N_("Website"),
    "pinned": N_("Pinned"),
    "picked": N_("Editors’ pick"),
    "staff": N_("Editorial team"),
    **REASONS,  # a reader may give the same as a moderator
    "loading": N_("Loading the comments …"),
    "failed": N_("The comments could not be loaded."),
    "retry": N_("Try again"),
    "none": N_("No comments yet"),
    "oldest": N_("Oldest first"),
    "newest": N_("Newest first"),
    "more": N_("More comments"),
    "closed": N_("Comments are closed on this page."),
    "anonymous": N_("Anonymous"),
    "edited": N_("edited"),
    "in_reply": N_("In reply to"),
    "in_reply_other": N_("In reply to another comment"),
    "reply": N_("Reply"),
    "cancel": N_("Cancel"),
    "report": N_("Report"),
    "reported": N_("Thank you. A person will look at it."),
    "own": N_("Your comment"),
    "pending": STANDS["pending"],
    "approved": STANDS["approved"],
    "refused": N_("not published"),
    "only_you": N_("Only you see it, in this browser."),
    "usually": N_("Usual waiting time: %(time)s"),
    "why": N_("Reason and objection"),
    "edit": N_("Edit"),
    "withdraw": N_("Withdraw"),
    "withdraw_sure": N_("This cannot be undone."),
    "withdrawn": N_("Your comment has been withdrawn."),
    "write": N_("Write a comment"),
    "write_reply": N_("Write a reply"),
    "rules": N_("Your e-mail address is never published. Fields marked with * are required."),
    "optional": N_("(optional)"),
    "left": N_("Characters left: %(count)s"),
    "save": N_("Remember my name, e-mail and website in this browser"),
    "send": N_("Send comment"),
    "sending": N_("Sending …"),
    "received": N_("Thank you. Your comment has been received. It will appear here once it has been reviewed."),
    "unsent": N_("This could not be sent. What you typed is kept; please try again."),
    "gone": N_("The comment you were answering is not there any more."),
    "faults": N_("Something is missing or not right."),
    "required": N_("Please fill in this field."),
}  # fields, marks and reasons first, each kind together: the script counts on from the first


def words(language: str) -> list[str]:
    """Every word in a language; ``GIVEN`` stands for what is filled in."""
    return [PLACE.sub(GIVEN, catalogue(language).gettext(sentence)) for sentence in WORDS.values()]


def counts(language: str) -> dict[str, str]:
    """How comments are counted: a form for every plural category of the CLDR that is not said like ``other``.

    Raises:
        LookupError: A category is used by none of the samples.
    """
    form_of = Locale.parse(language).plural_form
    samples = {form_of(number): number for number in reversed(SAMPLES)}
    missing = {*form_of.tags, "other"} - samples.keys()
    if missing:
        raise LookupError(f"No number of the samples is {missing} in {language}.")
    said = {form: PLACE.sub(GIVEN, catalogue(language).ngettext(*COUNT, number)) for form, number in samples.items()}
    return {form: text for form, text in sorted(said.items()) if form == "other" or text != said["other"]}


def _counted(language: str) -> list[str]:
    """How comments are counted, in the order of the script; nothing stands at the end for what is said like others."""
    said = counts(language)
    return "\n".join((said["other"], *(said.get(form, "") for form in FORMS))).rstrip("\n").split("\n")


def table() -> str:
    """The module of the script that holds them all."""
    texts = {language: BETWEEN.join((*words(language), *_counted(language))) for language in sorted(LANGUAGES)}
    names = (*WORDS, "counted", *FORMS)
    return "\n".join((
        "// Made from the catalogues by `python -m moderation.web.words.embed`: change moderation/locale/*.po instead.",
        f"export const enum Word {{ {', '.join(names)} }}",
        f"export const TEXTS = {json.dumps(texts, ensure_ascii=False, indent=2)};",
        "",
    ))  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(table())
