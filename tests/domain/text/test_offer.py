"""Whether a text names somebody to reach."""

import pytest

from moderation.domain.text import names_a_contact, read


@pytest.mark.parametrize(
    "value",
    [
        "اتصل بنا 06 12 34 56 78",
        "واتساب ٠٦١٢٣٤٥٦٧٨",
        "call +212-612-345-678",
        "write to ali@example.ma",
        "suivez @casino",
        "٢١٢٦١٢٣٤٥٦٧٨",
    ],
)
def test_numbers_to_call_and_addresses_do(value: str) -> None:
    assert names_a_contact(read(value))


@pytest.mark.parametrize("value", ["في سنة 2026 كان 1.000 شخص", "de 10h à 12h, 20 % des gens", "شكرا", "a @ b", ""])
def test_years_and_prices_do_not(value: str) -> None:
    assert not names_a_contact(read(value))
