"""What WordPress says of a comment it refuses, and with which status: its codes, its words, also in Arabic and French."""

from collections.abc import Mapping

from moderation.web.words.marks import N_

TITLE = N_("Comment Submission Failure")

CODES: Mapping[str, tuple[int, str]] = {
    "require_name_email": (200, N_("Error: Please fill the required fields.")),
    "require_valid_email": (200, N_("Error: Please enter a valid email address.")),
    "require_valid_comment": (200, N_("Error: Please type your comment text.")),
    "comment_author_column_length": (200, N_("Error: Your name is too long.")),
    "comment_author_email_column_length": (200, N_("Error: Your email address is too long.")),
    "comment_author_url_column_length": (200, N_("Error: Your URL is too long.")),
    "comment_content_column_length": (200, N_("Error: Your comment is too long.")),
    "comment_duplicate": (409, N_("Duplicate comment detected; it looks as though you’ve already said that!")),
    "comment_flood": (429, N_("You are posting comments too quickly. Slow down.")),
    "comment_closed": (403, N_("Sorry, comments are closed for this item.")),
    "comment_reply_to_unapproved_comment": (403, N_("Sorry, replies to unapproved comments are not allowed.")),
    "comment_id_not_found": (200, N_("It is not clear which page this comment belongs to.")),
    "comment_save_error": (503, N_("The comment could not be saved. Please try again later.")),
}
