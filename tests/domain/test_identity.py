"""Numbers in the place of identifiers: derived, found again, in the same order, and small enough for everybody; and moments."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.identity import NOISE, identify, identify_in, moment_of, number_of, range_of, site_of

MOMENTS = st.datetimes(datetime(2005, 1, 2), datetime(2039, 10, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
ALL_MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - likewise
NOISES = st.binary(min_size=NOISE, max_size=NOISE)
SITES = st.integers(1, 999_999_999)


@given(SITES, MOMENTS, NOISES)
def test_an_identifier_is_in_the_range_of_its_number(site: int, at: datetime, noise: bytes) -> None:
    identifier = identify_in(site, at, noise)
    number = number_of(identifier)
    found = range_of(site, number)

    assert 0 < number < 2**53
    assert found
    assert found.first <= identifier < found.last
    assert site_of(found.first) == site


@given(SITES, st.integers(1, 2**53 - 1))
def test_the_first_identifier_of_a_range_has_its_number_and_the_one_after_it_the_next(site: int, number: int) -> None:
    found = range_of(site, number)

    assert found
    assert number_of(found.first) == number
    assert number_of(found.last) in {number + 1, 0}


@given(MOMENTS, NOISES, NOISES, st.timedeltas(timedelta(milliseconds=2), timedelta(days=9)))
def test_numbers_have_the_order_of_time(at: datetime, noise: bytes, other: bytes, later: timedelta) -> None:
    assert number_of(identify_in(1, at, noise)) < number_of(identify_in(1, at + later, other))


@given(st.text(max_size=40))
def test_what_is_no_identifier_has_no_number(text: str) -> None:
    assert number_of(text) == 0


@given(st.integers().filter(lambda number: not 0 < number < 2**53))
def test_what_is_no_number_of_ours_has_no_range(number: int) -> None:
    assert range_of(1, number) is None


@given(NOISES)
def test_what_is_older_than_the_numbers_has_none(noise: bytes) -> None:
    assert number_of(identify_in(1, datetime(2004, 12, 31, tzinfo=UTC), noise)) == 0
    assert number_of(identify_in(1, datetime(2040, 1, 1, tzinfo=UTC), noise)) == 0
    assert number_of(identify(datetime(2026, 1, 1, tzinfo=UTC), noise)) == 0  # of no site


@given(ALL_MOMENTS, st.binary(min_size=NOISE, max_size=NOISE), st.integers(1, 999))
def test_an_id_tells_its_moment_to_the_millisecond(at: datetime, noise: bytes, site: int) -> None:
    found = moment_of(identify_in(site, at, noise))

    assert found is not None
    assert timedelta(0) <= at - found < timedelta(milliseconds=2)


@pytest.mark.parametrize("identifier", ["", "1-", "1-abc", "0-" + "0" * 26, "1-" + "u" * 26, "1-" + "z" * 26])
def test_what_is_no_id_has_no_moment(identifier: str) -> None:
    assert moment_of(identifier) is None
