"""The catalogues: every sentence in every language, with every plural form and nothing left over."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import moderation
from moderation.adapters.wording import LANGUAGES, LOCALE, SOURCE, catalogue
from moderation.domain.comment import Status
from moderation.domain.decision import REASONS, Action
from moderation.domain.moderator import Role
from moderation.domain.signal import Reason
from moderation.web.words import ERRORS, SIGNALS, of_reason, review, say, signals

ROOM = Path(moderation.__file__).parent
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2),
}  # fmt: skip
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
SAID = {"ar": 3, "fr": 1}  # the first plural forms that say the number themselves: none, one, two


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    """Everything that is said, as the code and the templates have it."""
    return frozenset(message for _, _, message, _, _ in extract_from_dir(ROOM / "web", METHODS, keywords=KEYWORDS))


@cache
def translations(language: str) -> Catalog:
    """A catalogue as a file."""
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[tuple[int, str, str]]:
    """Each form of a translation: its number, its text, and the English one it stands for."""
    if isinstance(message.id, str):
        return [(99, str(message.string), message.id)]
    return [(number, text, message.id[1]) for number, text in enumerate(message.string or ())]


def test_there_is_something_to_say() -> None:
    assert len(sentences()) > 200


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_there_and_none_too_many(language: str) -> None:
    known = {message.id for message in translations(language) if message.id}

    assert sentences() - known == set(), "missing"
    assert known - sentences() == set(), "obsolete"
    assert not translations(language).obsolete
    assert not [message.id for message in translations(language) if message.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_form_is_filled_in(language: str) -> None:
    count = translations(language).num_plurals

    assert count == {"ar": 6, "fr": 2}[language]
    for message in translations(language):
        assert all(text.strip() for _, text, _ in forms(message)) or not message.id, message.id
        assert isinstance(message.id, str) or len(message.string or ()) == count, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_the_same(language: str) -> None:
    for message in filter(lambda one: one.id, translations(language)):
        for number, text, source in forms(message):
            expected, found = sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(text))
            if number < SAID[language]:
                expected, found = (
                    [p for p in names if not p.endswith("d") and "count" not in p] for names in (expected, found)
                )
            assert found == expected, message.id
            assert "%" not in PLACEHOLDER.sub("", text), message.id


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "لا تعليقات"), (1, "تعليق واحد"), (2, "تعليقان"), (3, "3 تعليقات"), (10, "10 تعليقات"), (11, "11 تعليقًا"),
        (99, "99 تعليقًا"), (100, "100 تعليق"), (101, "101 تعليق"), (102, "102 تعليق"), (103, "103 تعليقات"),
    ],
)  # fmt: skip
def test_arabic_counts_in_six_ways(number: int, text: str) -> None:
    assert say(catalogue("ar"), ("%(count)s comment", "%(count)s comments"), {"count": number}) == text


def test_arabic_has_no_signs_that_turn_around() -> None:
    said = [text for message in translations("ar") for _, text, _ in forms(message) if message.id]

    assert not [text for text in said if re.search(r"[<>=]|[\u0660-\u0669]", text)]


def test_every_code_has_words() -> None:
    assert set(review.STATUSES) == set(review.STANDS) == set(Status)
    assert set(review.REASONS) == set(REASONS)
    beside = {"submit", "undo", "reveal", "erase", "expire", "reply", "pin", "unpin", "pick", "unpick"}
    later = {"edit", "withdraw", "appeal", "uphold", "reverse", "import", "first_approval"}
    assert set(review.DONE) == {*Action, *beside, *later}
    assert set(review.ROLES) == {role.name.lower() for role in Role}
    assert set(SIGNALS) - set(signals.NAMES) == {code for code in SIGNALS if code.startswith(("trait_", "words_"))}
    assert "required" in ERRORS


def test_every_reason_a_check_can_give_has_words() -> None:
    source = "".join(path.read_text() for path in [*(ROOM / "checks").glob("*.py"), *(ROOM / "services").glob("*.py")])
    given = set(re.findall(r'Reason\(\s*"(\w+)"', source)) | set(re.findall(r'"(token_\w+)"', source))

    assert given <= set(SIGNALS)
    assert len(given) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_of_another_release_is_said_all_the_same(language: str) -> None:
    assert "new_check" in of_reason(catalogue(language), Reason("new_check", {"count": 3}))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SIGNALS)
def test_every_reason_can_be_said(language: str, code: str) -> None:
    params: dict[str, int | str] = {
        "count": 3,
        "limit": 5,
        "seconds": 3,
        "word": "كلمة",
        "host": "a.com",
        "check": "links",
        "percent": "87 %",
    }
    params |= {"base": "+1.2", "own": "-0.3", "weight": "+0.8"}

    assert "%(" not in of_reason(catalogue(language), Reason(code, params))
