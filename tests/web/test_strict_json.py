"""JSON is read as its grammar has it, and a little less: small depth, no member twice, no numbers that JSON does not have."""

import json

import pytest

from moderation.web import strict_json
from moderation.web.problems import Problem
from moderation.web.strict_json import DEPTH


def nested(levels: int, opening: str = '{"a":', closing: str = "}") -> bytes:
    """A value in this many objects or lists, the outermost of which is an object."""
    return ('{"a":' + opening * (levels - 1) + "1" + closing * (levels - 1) + "}").encode()


def test_what_json_has_is_read() -> None:
    members = {"text": "فاطمة 🙂", "list": [1, -2.5e3, True, None], "object": {"": ""}}

    assert strict_json.read(json.dumps(members).encode()) == members
    assert strict_json.read(json.dumps(members, ensure_ascii=False, indent=1).encode()) == members


@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]"), ('[{"a":', "}]")])
def test_eight_levels_are_deep_enough(opening: str, closing: str) -> None:
    each = len(opening.replace('"a":', ""))
    levels = (DEPTH - 1 - 1) // each + 1  # the value at the bottom is one itself

    assert strict_json.read(nested(levels, opening, closing))


@pytest.mark.parametrize("levels", [DEPTH, DEPTH + 1, 100, 1_000, 30_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]"), ('[{"a":', "}]")])
def test_deeper_is_refused_however_deep(levels: int, opening: str, closing: str) -> None:
    with pytest.raises(Problem):
        strict_json.read(nested(levels, opening, closing))


@pytest.mark.parametrize(
    "data",
    ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"a":{"b":1,"b":2}}', '{"a":[{"b":1,"c":2,"b":3}]}', '{"":1,"":2}', '{"__proto__":1,"__proto__":2}'],
)  # fmt: skip
def test_a_member_that_stands_twice_is_refused_at_every_level(data: str) -> None:
    with pytest.raises(Problem):
        strict_json.read(data.encode())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "+1", "0x1", "01", "1.", ".5", "1e", "9" * 5_000])
@pytest.mark.parametrize("place", ["%s", '{"a":%s}', '{"a":[%s]}'])
def test_what_is_no_number_of_json_is_refused(number: str, place: str) -> None:
    with pytest.raises(Problem):
        strict_json.read((place % number).encode())


@pytest.mark.parametrize(
    "data",
    [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80", "é".encode("latin-1")],
    ids=["never a byte", "overlong", "a surrogate", "beyond Unicode", "cut off", "a rest", "Latin-1"],
)
@pytest.mark.parametrize("place", [b'{"a":"%s"}', b'{"%s":1}', b'{"a":1}%s'])
def test_what_is_no_utf_8_is_refused(data: bytes, place: bytes) -> None:
    with pytest.raises(Problem):
        strict_json.read(place % data)


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_are_refused(coding: str) -> None:
    with pytest.raises(Problem):
        strict_json.read('{"a":"فاطمة"}'.encode(coding))


@pytest.mark.parametrize(
    "data", ["", " ", "[]", "1", "null", '"a"', "[{}]", "{} {}", "{}x", "{}\0", "{a:1}", "{'a':1}", '{"a":"\n"}']
)
def test_what_is_no_object_is_refused(data: str) -> None:
    with pytest.raises(Problem) as refused:
        strict_json.read(data.encode())

    assert (refused.value.code, refused.value.name_of_problem) == (400, "malformed")
