"""Reading problems."""

from werkzeug.test import TestResponse


def errors(response: TestResponse) -> set[tuple[str, str]]:
    """The faults a problem names, as (field, code)."""
    assert response.status_code == 422, response.text
    assert response.content_type == "application/problem+json"
    return {(one["field"], one["code"]) for one in response.get_json()["errors"]}
