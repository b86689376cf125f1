"""The moderators' words: where a comment stands, what can be done with it, why, and by whom."""

from collections.abc import Mapping

from moderation.web.words.marks import N_, NN_

STATUSES: Mapping[str, str] = {
    "pending": N_("To review"),
    "approved": N_("Published"),
    "spam": N_("Spam"),
    "rejected": N_("Rejected"),
    "received": N_("Being checked"),
}

PILES: Mapping[str, str] = {  # comments of any status, for another reason
    "reported": N_("Reported"),
    "referred": N_("Second opinion"),
}

AGES: Mapping[str, str] = {
    "hour": N_("For an hour or more"),
    "day": N_("For a day or more"),
    "week": N_("For a week or more"),
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
    "first_approval": N_("First of two approvals"),
    "hold": N_("Comment held for review"),
    "spam": N_("Comment marked as spam"),
    "reject": N_("Comment rejected"),
    "restore": N_("Comment put back as before"),
    "undo": N_("Decision undone"),
    "reply": N_("Answer of the editors published"),
    "pin": N_("Comment pinned"),
    "unpin": N_("Comment no longer pinned"),
    "pick": N_("Comment picked"),
    "unpick": N_("Comment no longer picked"),
    "reveal": N_("E-mail address opened"),
    "erase": N_("Author erased at their request"),
    "expire": N_("Removed by age"),
    "edit": N_("Changed by its author"),
    "withdraw": N_("Withdrawn by its author"),
    "appeal": N_("Appeal by its author"),
    "uphold": N_("Appeal declined"),
    "reverse": N_("Appeal granted"),
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

SAID: Mapping[str, str] = {  # what was done beside deciding
    "noted": N_("The note is kept for your colleagues."),
    "no_note": N_("An empty note was not kept."),
    "referred": N_("Your question is with your colleagues. Somebody else will decide."),
    "asked_before": N_("Somebody has asked for a second opinion before you."),
    "nobody_asked": N_("This colleague cannot decide on the comment. Nobody was asked."),
    "nothing_free": N_("Nothing is left that no colleague is looking at."),
    "no_name": N_("A search is kept under a name. Nothing was kept."),
    "searches_full": N_("Thirty searches are kept already. Forget one of them first; nothing was kept."),
    "saved": N_("Saved."),
    "marked": N_("Done. Readers see it."),
    "replied": N_("Your answer is published under your name, marked as the editors'."),
    "no_reply": N_("An answer needs a text of up to 10,000 characters. Nothing was published."),
    "not_public": N_("This comment is not published, or somebody has just changed it. Nothing was done."),
    "blocked": N_("What this author writes from now on becomes spam. They are not told."),
    "trusted": N_("This author no longer waits to be known."),
    "nobody": N_("Nobody knows who this author is: there is no address. Nothing was done."),
    "upheld": N_("The decision stays. The author is told on the comment’s page."),
    "answered": N_("This appeal has been answered, or the comment has changed. Nothing was done."),
    "own_decision": N_("Somebody else has to look at an appeal against your own decision."),
    "looked": N_("Thank you. Your answer is kept."),
    "look_over": N_("Somebody was faster, or the comment has changed. Here is the next one."),
    "no_reason": N_("Nothing was kept: a rejection needs a reason."),
    "own_approval": N_("You have approved this comment before. Somebody else has to do so too, then it is published."),
    "unknown": N_("This form is not one of ours. Nothing was done."),
}
GOOD = ("done", "undone", "noted", "referred", "saved", "marked", "replied", "blocked", "trusted", "upheld", "looked")
FRESH = NN_("%(num)d new comment", "%(num)d new comments")

HARM = NN_(
    "You have read harsh texts for %(num)d minute. How about a break, or something lighter?",
    "You have read harsh texts for %(num)d minutes. How about a break, or something lighter?",
)
WORK = NN_(
    "You have been at it for %(num)d minute without a break. How about one?",
    "You have been at it for %(num)d minutes without a break. How about one?",
)
TODAY = NN_("%(num)d minute of harsh texts today.", "%(num)d minutes of harsh texts today.")
