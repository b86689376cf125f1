"""What pydantic found, as fields and codes: nothing of what was sent."""

import re
from typing import Any

from pydantic import ValidationError

from moderation.domain.errors import FieldError, InvalidError

KNOWN = {"required", "too_short", "too_long", "invalid", "foreign", "control_characters"}
NAME_OF_FIELD = re.compile(r"[A-Za-z0-9_]{1,40}")  # an unknown member may be called anything, also like an address
MOST = 50  # faults told at once: no form has more fields
OF_PYDANTIC = {"missing": "required", "extra_forbidden": "unknown_field", "string_too_long": "too_long"}


def of_validation(error: ValidationError) -> InvalidError:
    """All that pydantic found, as fields and codes; nothing of the input."""
    found = error.errors(include_input=False, include_url=False)
    return InvalidError(*(_fault(one) for one in found[:MOST]))


def _fault(one: Any) -> FieldError:
    kind, bounds = str(one["type"]), one.get("ctx") or {}
    code = kind if kind in KNOWN else OF_PYDANTIC.get(kind, "invalid")
    name = ".".join(str(part) for part in one["loc"] if NAME_OF_FIELD.fullmatch(str(part)))
    limit = bounds.get("limit") or bounds.get("max_length")
    return FieldError(name, code, {"limit": int(limit)} if code == "too_long" and limit else {})
