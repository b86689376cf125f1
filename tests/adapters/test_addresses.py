"""Which addresses we take: the policy as one table, and how far the suites of others agree with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters import addresses
from moderation.adapters.addresses import AddressError
from tests import corpora

POLICY = [  # VAL-3: what, and whether we take it
    ("a plain one", "fatima.zahra+news@example.ma", True),
    ("all that a dot-atom may hold", "!#$%&'*+-/=?^_`{|}~@example.ma", True),
    ("letters of any language", "فاطمة@موقع.المغرب", True),
    ("64 octets before the @", "x" * 64 + "@example.ma", True),
    ("65 octets before the @", "x" * 65 + "@example.ma", False),
    ("65 octets in fewer letters", "é" * 33 + "@example.ma", False),
    ("63 octets in a label", "a@" + "b" * 63 + ".ma", True),
    ("64 octets in a label", "a@" + "b" * 64 + ".ma", False),
    ("over 254 octets in all", "x" * 63 + "@" + ".".join(["b" * 60] * 3) + ".example.ma", False),
    ("no dot in the domain", "a@localhost", False),
    ("a domain that is an address", "a@1.2.3.4", False),
    ("the same in Arabic digits", "a@١.٢.٣.٤", False),
    ("a literal", "a@[192.0.2.1]", False),
    ("a literal of version 6", "a@[IPv6:::1]", False),
    ("a domain of digits at its end", "a@example.123", False),
    ("a name reserved for tests", "a@example.test", False),
    ("a quoted local part", '"a b"@example.ma', False),
    ("a comment", "a(work)@example.ma", False),
    ("a display name", "Ali <ali@example.ma>", False),
    ("two", "a@example.ma,b@example.ma", False),
    ("a line break", "a@example.ma\nBcc: b@example.ma", False),
    ("a dot at an end", ".a@example.ma", False),
    ("two dots", "a..b@example.ma", False),
    ("a dot at the domain's end", "a@example.ma.", False),
    ("a hyphen at a label's end", "a@example-.ma", False),
    ("an underscore in the domain", "a@exam_ple.ma", False),
    ("a broken A-label", "a@xn--a.ma", False),
    ("an override of direction", "a\u202eb@example.ma", False),
    ("an isolate", "a\u2066b@example.ma", False),
    ("a zero-width space", "a\u200b@example.ma", False),
    ("a soft hyphen", "a\u00ad@example.ma", False),
    ("a filler", "a\u3164@example.ma", False),
    ("a variation selector", "a\ufe0f@example.ma", False),
    ("braille without a dot", "a\u2800@example.ma", False),
    ("a mark without its letter", "\u0301a@example.ma", False),
    ("private use", "a\ue000@example.ma", False),
    ("half of a letter", "a\ud800@example.ma", False),
    ("NUL", "a\0@example.ma", False),
]

# Where a suite says something else, and why we stay with the policy.
ISEMAIL_SAYS_ELSE = {
    "isemail-5": "test@io is valid to isEmail; we want a dot in the domain: nobody comments from a registry"
}
VALIDATOR_SAYS_ELSE = {
    **{f"pev-{n}": "a quoted local part, valid to the library where it is asked for" for n in (*range(5, 9), *range(27, 35))},
    **{f"pev-{n}": "a display name, valid to the library where it is asked for" for n in (9, 10, 11, 25)},
    **{f"pev-{n}": "not an address: a character whose safe name is tested there" for n in range(123, 134)},
}  # fmt: skip


def taken(address: str) -> bool:
    """Whether we take it."""
    try:
        addresses.normal(address)
    except AddressError:
        return False
    return True


@pytest.mark.parametrize(("address", "expected"), [row[1:] for row in POLICY], ids=[row[0] for row in POLICY])
def test_the_policy(address: str, expected: bool) -> None:  # noqa: FBT001 - the table's column
    assert taken(address) is expected


def test_our_own_lines_agree() -> None:
    assert [line for line in corpora.own("email") if taken(line["input"]) is not line["taken"]] == []


def test_isemail_agrees_but_for_the_listed() -> None:
    """163 of 164: its VALID and DNSWARN are what we take (the DNS is never asked), all its other categories are not."""
    lines = corpora.beside("email_isemail") or pytest.skip(corpora.ABSENT)
    fine = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}

    different = {line["id"] for line in lines if taken(line["input"]) is not (line["category"] in fine)}

    assert different == set(ISEMAIL_SAYS_ELSE)


def test_the_librarys_own_data_agree_but_for_the_listed() -> None:
    """109 of 136, and it refuses nothing less than we do."""
    lines = corpora.beside("email_python_email_validator") or pytest.skip(corpora.ABSENT)

    different = {line["id"] for line in lines if taken(line["input"]) is not (line["expect"] == "valid")}

    assert different == set(VALIDATOR_SAYS_ELSE)
    assert not any(taken(line["input"]) for line in lines if line["id"] in different)


def test_it_is_kept_as_one_would_write_to_it_and_compared_in_small_letters() -> None:
    assert addresses.normal("Fatima.Z@EXAMPLE.ma") == "Fatima.Z@example.ma"
    assert addresses.canonical("Fatima.Z@EXAMPLE.ma") == addresses.canonical("fatima.z@example.MA")
    assert addresses.canonical("e\u0301lodie@example.fr") == addresses.canonical("élodie@example.fr")
    assert addresses.canonical("a@xn--4gbrim.xn--mgbc0a9azcg") == addresses.canonical("a@موقع.المغرب")


def test_nothing_is_cut_off_and_nobody_is_taken_for_another() -> None:
    names = [
        "strasse@strasse.de",
        "straße@strasse.de",
        "strasse@straße.de",
        "str.asse@strasse.de",
        "strasse+1@strasse.de",
    ]

    assert len({addresses.canonical(name) for name in names}) == len(names)


def test_a_mask_shows_first_letters_only() -> None:
    assert addresses.mask("fatima@example.co.ma") == "f***@e***.ma"
    assert addresses.mask("فاطمة@موقع.المغرب") == "ف***@م***.المغرب"


@given(st.text(max_size=80) | st.from_regex(r"[^@]{1,20}@[^@]{1,30}\.[a-z]{2,5}", fullmatch=True))
def test_an_address_or_a_no_and_twice_is_once(typed: str) -> None:
    if taken(typed):
        kept = addresses.normal(typed)
        assert addresses.normal(kept) == kept
        assert addresses.canonical(addresses.canonical(typed)) == addresses.canonical(typed)
