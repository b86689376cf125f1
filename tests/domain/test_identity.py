"""An id tells when it was made."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.identity import NOISE, identify_in, moment_of

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is beside it


@given(MOMENTS, st.binary(min_size=NOISE, max_size=NOISE), st.integers(1, 999))
def test_an_id_tells_its_moment_to_the_millisecond(at: datetime, noise: bytes, site: int) -> None:
    found = moment_of(identify_in(site, at, noise))

    assert found is not None
    assert timedelta(0) <= at - found < timedelta(milliseconds=2)


@pytest.mark.parametrize("identifier", ["", "1-", "1-abc", "0-" + "0" * 26, "1-" + "u" * 26, "1-" + "z" * 26])
def test_what_is_no_id_has_no_moment(identifier: str) -> None:
    assert moment_of(identifier) is None
