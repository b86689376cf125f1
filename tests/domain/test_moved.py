"""What another system tells of people is not printed by accident."""

from datetime import UTC, datetime

from moderation.domain.comment import Status
from moderation.domain.moved import Said, Writer


def test_no_address_is_in_what_is_printed_of_a_comment_that_comes_in() -> None:
    writer = Writer("Sara", "sara@example.ma", "https://sara.example/", "mark")
    said = Said(1, "7", "/page", "", writer, "Hello.", datetime(2026, 11, 24, tzinfo=UTC), Status.APPROVED)

    for printed in (repr(writer), str(writer), repr(said), f"{said}"):
        assert "sara@" not in printed
        assert "https://sara.example/" in printed
