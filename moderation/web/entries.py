"""The entries of a site's rules: read in any spelling, and handed on in the one that is compared."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from moderation.adapters import addresses
from moderation.domain import listed
from moderation.domain.block import REASON, Block, Effect, Kind, author, prefix
from moderation.domain.listed import Listed
from moderation.web.fields import cleaned, line, nearer, present, size
from moderation.web.schemas import Incoming

WORD, VALUE = 80, 300  # code points
_TIME = re.compile(r"\A\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)  # RFC 3339


READERS: Mapping[Kind, Callable[[str], str]] = {
    Kind.FINGERPRINT: author,
    Kind.DOMAIN: addresses.domain_of,
    Kind.NETWORK: prefix,
}


def _word(typed: str) -> str:
    try:
        return listed.entry(typed)
    except ValueError:
        raise PydanticCustomError("invalid", "not a word or two") from None


def _value(typed: str, info: ValidationInfo) -> str:
    if "kind" not in info.data:
        return typed  # something is wrong with that, and it is told
    try:
        return READERS[Kind(info.data["kind"])](typed)
    except ValueError:
        raise PydanticCustomError("invalid", "not of its kind") from None


def _time(value: object) -> object:
    if value is None:
        return None
    try:
        found = _TIME.fullmatch(str(value))
        return nearer(datetime.fromisoformat(found[0].upper() if found else "")).astimezone(UTC)
    except ValueError:
        raise PydanticCustomError("invalid", "not a time") from None


def _kind(kind: Kind, form: str) -> dict[str, Any]:
    return {"properties": {"kind": {"const": kind.value}, "value": {"format": form}}}


Short = Annotated[str, size(REASON, "line"), AfterValidator(cleaned(REASON)), AfterValidator(line)]


class WordIn(Incoming):
    """A listed word."""

    word: Annotated[
        str, size(WORD, "listed-word", least=1), AfterValidator(cleaned(WORD)), AfterValidator(present), AfterValidator(_word),
    ] = Field(description="A whole word, or a phrase of two; compared after folding.")  # fmt: skip
    note: Short = Field("", description="For colleagues.")

    def made(self) -> Listed:
        """What is stored."""
        return Listed(self.word, self.note)


class BlockIn(Incoming):
    """Somebody who is blocked or trusted."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [_kind(Kind.FINGERPRINT, "author"), _kind(Kind.DOMAIN, "domain"), _kind(Kind.NETWORK, "prefix")]
        }
    )

    kind: Literal["fingerprint", "domain", "network"]
    value: Annotated[
        str, Field(json_schema_extra={"maxLength": VALUE}), AfterValidator(cleaned(VALUE)), AfterValidator(present), AfterValidator(_value),
    ] = Field(
        description="A fingerprint, or the id of a comment by its author; a mail domain, its subdomains included; "
        "or the prefix of a network: IPv4 /8 to /24, IPv6 /16 to /48."
    )  # fmt: skip
    effect: Literal["block", "trust"]
    reason: Short = Field("", description="For colleagues.")
    expires_at: Annotated[
        datetime | None, BeforeValidator(_time),
        WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}),
    ] = Field(None, description="From then on it counts no more, and soon is removed; null: never.")  # fmt: skip

    def made(self) -> Block:
        """What is stored."""
        return Block(Kind(self.kind), self.value, Effect(self.effect), self.reason, self.expires_at)
