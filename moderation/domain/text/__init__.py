"""Reading text the same way everywhere: tidy it, fold it, find its words, links and disguises where they stand.

Standard library only, pure, and linear in the length of the text; every offset is in code points of the original.
"""

from moderation.domain.text.arabizi import Listing
from moderation.domain.text.cleaning import blank, clean, controls, tidy
from moderation.domain.text.folding import Table, fold
from moderation.domain.text.formula import is_formula
from moderation.domain.text.link import Link, host, links
from moderation.domain.text.lookalike import skeleton
from moderation.domain.text.mark import Mark, marks
from moderation.domain.text.offer import names_a_contact
from moderation.domain.text.owner import owner
from moderation.domain.text.reading import Reading, read
from moderation.domain.text.script import language, scripts
from moderation.domain.text.sketch import Trace, sketch, trace
from moderation.domain.text.word import Word, words

__all__ = [
    "Link",
    "Listing",
    "Mark",
    "Reading",
    "Table",
    "Trace",
    "Word",
    "blank",
    "clean",
    "controls",
    "fold",
    "host",
    "is_formula",
    "language",
    "links",
    "marks",
    "names_a_contact",
    "owner",
    "read",
    "scripts",
    "skeleton",
    "sketch",
    "tidy",
    "trace",
    "words",
]
