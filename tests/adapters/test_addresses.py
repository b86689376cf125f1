"""Which addresses we take: the table of ``docs/addresses.md``, and how far the suites of others agree with it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, ValidatedEmail, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.adapters import addresses
from moderation.adapters.addresses import AddressError
from tests import corpora

PAGE = Path(__file__).parents[2] / "docs" / "addresses.md"
ROW = re.compile(
    r"^\|(?P<rule>[^|]+)\|(?P<taken>[^|]*)\|(?P<refused>[^|]*)\|(?P<why>[^|]+)\|(?P<source>[^|]+)\|$", re.MULTILINE
)


def examples(cell: str) -> list[str]:
    """The addresses in a cell of the table, with its two abbreviations written out."""
    written = [
        re.sub(r"(.)\{(\d+)\}", lambda many: many[1] * int(many[2]), one) for one in re.findall("`([^`]+)`", cell)
    ]
    return [re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), one) for one in written]


ROWS = [row.groupdict() for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))][2:]  # after its head
RULES = [row["rule"].strip() for row in ROWS]
TAKEN = [(row["rule"].strip(), one) for row in ROWS for one in examples(row["taken"])]
REFUSED = [(row["rule"].strip(), one) for row in ROWS for one in examples(row["refused"])]

# Where a suite says something else about an address than we do: the rule of the table that is the reason.
ISEMAIL_SAYS_ELSE = {"isemail-5": "a dot in the domain"}
VALIDATOR_SAYS_ELSE = {
    **{f"pev-{n}": "no quoted local part" for n in (*range(5, 9), *range(27, 35))},
    **{f"pev-{n}": "one address, nothing around it" for n in (9, 10, 11, 25)},
    "pev-26": "nothing that imitates ASCII",
    **{f"pev-{n}": "a dot in the domain" for n in range(123, 134)},  # no addresses: characters whose safe name is tested there
}  # fmt: skip


def taken(address: str) -> bool:
    """Whether we take it."""
    try:
        addresses.normal(address)
    except AddressError:
        return False
    return True


def test_the_table_is_there() -> None:
    assert len(RULES) == len(set(RULES)) == 18
    assert all(row["why"].strip() and row["source"].strip() for row in ROWS)
    assert len(TAKEN) + len(REFUSED) > 100


@pytest.mark.parametrize(("rule", "address"), TAKEN)
def test_what_a_rule_takes(rule: str, address: str) -> None:
    assert taken(address)


@pytest.mark.parametrize(("rule", "address"), REFUSED)
def test_what_a_rule_refuses(rule: str, address: str) -> None:
    assert not taken(address)


def test_our_own_lines_agree() -> None:
    assert [line for line in corpora.own("email") if taken(line["input"]) is not line["taken"]] == []


def test_isemail_agrees_but_where_a_rule_says_else() -> None:
    """164 of 164: its VALID and DNSWARN are what we take (the DNS is never asked), all its other categories are not."""
    lines = corpora.beside("email_isemail") or pytest.skip(corpora.ABSENT)
    fine = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}

    different = {line["id"] for line in lines if taken(line["input"]) is not (line["category"] in fine)}

    assert different == set(ISEMAIL_SAYS_ELSE)
    assert set(ISEMAIL_SAYS_ELSE.values()) <= set(RULES)


def test_the_librarys_own_data_agree_but_where_a_rule_says_else() -> None:
    """136 of 136 by the table, 108 of them also by the library's word; it refuses nothing that we take."""
    lines = corpora.beside("email_python_email_validator") or pytest.skip(corpora.ABSENT)

    different = {line["id"] for line in lines if taken(line["input"]) is not (line["expect"] == "valid")}

    assert different == set(VALIDATOR_SAYS_ELSE)
    assert set(VALIDATOR_SAYS_ELSE.values()) <= set(RULES)
    assert not any(taken(line["input"]) for line in lines if line["id"] in different)


def test_it_is_kept_as_one_would_write_to_it_and_compared_in_small_letters() -> None:
    assert addresses.normal("Fatima.Z@EXAMPLE.ma") == "Fatima.Z@example.ma"
    assert addresses.canonical("Fatima.Z@EXAMPLE.ma") == addresses.canonical("fatima.z@example.MA")
    assert addresses.canonical("e\u0301lodie@example.fr") == addresses.canonical("élodie@example.fr")
    assert addresses.canonical("É@ÉCOLE.fr") == addresses.canonical("é@xn--cole-9oa.fr")


@pytest.mark.parametrize(
    "spellings",
    [
        ("فاطمة@موقع.المغرب", "فاطمة@xn--4gbrim.xn--mgbc0a9azcg", "فاطمة@XN--4GBRIM.المغرب"),
        ("أحمد@example.ma", "ا\u0654حمد@EXAMPLE.ma"),  # hamza as a mark of its own
    ],
)
def test_an_arabic_address_is_one_in_all_its_spellings(spellings: tuple[str, ...]) -> None:
    assert len({addresses.canonical(one) for one in spellings}) == 1


def test_nothing_is_cut_off_and_nobody_is_taken_for_another() -> None:
    names = [
        "strasse@strasse.de",
        "straße@strasse.de",
        "strasse@straße.de",
        "str.asse@strasse.de",
        "strasse+1@strasse.de",
        "strаsse@strasse.de",  # Cyrillic
        "strasse@strаsse.de",
    ]

    assert len({addresses.canonical(name) for name in names}) == len(names)


def test_a_mask_shows_first_letters_only() -> None:
    assert addresses.mask("fatima@example.co.ma") == "f***@e***.ma"
    assert addresses.mask("فاطمة@موقع.المغرب") == "ف***@م***.المغرب"


@given(st.text(max_size=80) | st.from_regex(r"[^@]{1,20}@[^@]{1,30}\.[a-z]{2,5}", fullmatch=True))
@example("a@" + "xn--" * 60)
@example("\u212a@example.ma")
def test_an_address_or_a_no_and_twice_is_once(typed: str) -> None:
    if taken(typed):
        kept = addresses.normal(typed)
        assert addresses.normal(kept) == kept
        assert addresses.canonical(addresses.canonical(typed)) == addresses.canonical(typed)


@given(
    st.from_regex(r"[A-Za-z0-9_+.-]{1,66}", fullmatch=True),
    st.sampled_from(["example.ma", "EXAMPLE.ma", "bücher.example", "مثال.موقع", "xn--mgbh0fb.example", "example", "a..b", "-a.ma"]),
)  # fmt: skip
@example("WWW", "example.ma")
def test_an_address_with_a_plain_local_part_is_what_the_library_says_it_is(local: str, domain: str) -> None:
    """Its domain is remembered, and the rest is looked at by us.

    The local part stays as typed, also one that the library writes small, for it means the same everywhere (RFC 2142).
    """
    typed = f"{local}@{domain}"

    assert said_of(typed, lambda: addresses.normal(typed)) == said_of(typed, lambda: f"{local}@{library(typed).domain}")
    assert said_of(typed, lambda: addresses.domain(typed)) == said_of(typed, lambda: library(typed).ascii_domain)


def library(typed: str) -> ValidatedEmail:
    """What it finds in an address."""
    return validate_email(typed, check_deliverability=False, strict=True)


def said_of(typed: str, ask: Callable[[], str]) -> str:
    """What is answered, or that it is refused."""
    try:
        return ask()
    except (AddressError, EmailNotValidError):
        return f"{typed} is refused"
