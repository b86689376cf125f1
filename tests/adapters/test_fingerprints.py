"""Keyed hashes: equal for equal things of one kind, and telling nothing else."""

from datetime import date

from moderation.adapters.fingerprints import Fingerprints

ONE, OTHER = Fingerprints(b"1" * 32), Fingerprints(b"2" * 32)
DAY = date(2026, 11, 24)


def test_equal_things_are_equal_within_a_site_and_a_key_only() -> None:
    assert ONE.author(1, "a@b.ma") == ONE.author(1, "a@b.ma")
    assert (
        len({ONE.author(1, "a@b.ma"), ONE.author(2, "a@b.ma"), OTHER.author(1, "a@b.ma"), ONE.moderator("a@b.ma")}) == 4
    )


def test_parts_do_not_run_into_each_other() -> None:
    assert ONE.submission("a", "bc") != ONE.submission("ab", "c")
    assert ONE.submission("a", None) != ONE.submission("a", "None")
    assert ONE.submission(1) != ONE.submission("1")
    assert ONE.receipt('a","b') != ONE.receipt("a")


def test_a_network_is_another_one_each_day() -> None:
    assert ONE.network("192.0.2.1/32", DAY) != ONE.network("192.0.2.1/32", date(2026, 11, 25))


def test_an_outsider_learns_none_of_our_marks() -> None:
    mark = ONE.author(1, "a@b.ma")

    assert ONE.pseudonym(1, mark) == ONE.pseudonym(1, mark) != mark
    assert ONE.pseudonym(2, mark) != ONE.pseudonym(1, mark) != OTHER.pseudonym(1, mark)
    assert ONE.pseudonym(1, "") == ""


def test_nothing_has_no_digest_and_half_a_letter_has_one() -> None:
    assert ONE.text(1, "") == ""
    assert ONE.text(1, "\ud800") != ONE.text(1, "\ud801")


def test_it_is_short_and_fit_for_a_url() -> None:
    found = ONE.author(1, "fatima@example.ma")

    assert len(found) == 22
    assert found.replace("-", "a").replace("_", "a").isalnum()


def test_texts_are_sketched_under_a_key_that_is_not_the_key() -> None:
    one, other = Fingerprints(b"1" * 32).sketching, Fingerprints(b"2" * 32).sketching

    assert one == Fingerprints(b"1" * 32).sketching != other
    assert 16 <= len(one) <= 64
    assert b"1" * 32 not in one


def test_lots_are_even_and_nobody_else_draws_the_same() -> None:
    lots = [ONE.lot(f"1-{number}") for number in range(2_000)]

    assert all(0 <= lot < 1 for lot in lots)
    assert 0.15 < sum(lot < 0.2 for lot in lots) / len(lots) < 0.25
    assert lots[:9] == [ONE.lot(f"1-{number}") for number in range(9)]
    assert lots[0] != Fingerprints(b"2" * 32).lot("1-0")
