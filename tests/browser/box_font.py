"""A font in which every letter of every script is the same box: with it, a page looks the same on machines with any fonts.

TrueType, with the tables that browsers insist on, in the order of https://learn.microsoft.com/typography/opentype/spec/otff.
"""

from collections.abc import Mapping
from struct import pack

EM, ADVANCE, ASCENT, DESCENT = 1000, 500, 800, -200
LEFT, RIGHT, TOP = 50, 450, 600  # of the box, which stands on the line
MISSING, BOX, SPACE = range(3)  # the glyphs; of the first and the last nothing is seen
GROUPS = (  # of characters; not of joined letters, which stand further up: with these, each word of Arabic would be one box
    (0x20, 0x20, SPACE), (0x21, 0x9F, BOX), (0xA0, 0xA0, SPACE),
    (0xA1, 0x64A, BOX), (0x64B, 0x65F, SPACE), (0x660, 0x2FFF, BOX),  # between them, what stands above letters
)  # fmt: skip
NAMES = {1: "Boxes", 2: "Regular", 4: "Boxes", 6: "Boxes"}


def box_font() -> bytes:
    """The file."""
    box = _box()
    return _file(
        {
            b"OS/2": _measures(),
            b"cmap": _characters(),
            b"glyf": box,
            b"head": pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, LEFT, 0, RIGHT, TOP, 0, 8, 2, 1, 0),
            b"hhea": pack(">I3hH11hH", 0x10000, ASCENT, DESCENT, 0, ADVANCE, LEFT, EM - RIGHT, RIGHT, 1, *(0,) * 7, 3),
            b"hmtx": pack(">6H", ADVANCE, 0, ADVANCE, LEFT, ADVANCE, 0),
            b"loca": pack(">4I", 0, 0, len(box), len(box)),
            b"maxp": pack(">I14H", 0x10000, 3, 4, 1, 0, 0, 2, *(0,) * 8),
            b"name": _names(),
            b"post": pack(">2I2h5I", 0x30000, 0, -100, 50, *(0,) * 5),
        }
    )  # fmt: skip


def _box() -> bytes:
    """Bounds, and one contour: its fourth point is its last, all are on it, and each is so far from the one before."""
    return pack(">7h4B8h2x", 1, LEFT, 0, RIGHT, TOP, 3, 0, *(1,) * 4, LEFT, 0, RIGHT - LEFT, 0, 0, TOP, 0, -TOP)


def _measures() -> bytes:
    lines = pack(">3H5h2H", 64, 0x20, 0xFFFF, ASCENT, DESCENT, 0, ASCENT, -DESCENT, 0, 0)
    return pack(">4H11h26x4s", 4, ADVANCE, 400, 5, *(0,) * 11, b"none") + lines + pack(">I2h3H", 0, TOP, TOP, 0, 32, 0)


def _characters() -> bytes:
    """Format 13: all characters of a group have the same glyph."""
    groups = b"".join(pack(">3I", *group) for group in GROUPS)
    return pack(">4HI2H3I", 0, 1, 3, 10, 12, 13, 0, 16 + len(groups), 0, len(GROUPS)) + groups


def _names() -> bytes:
    texts = {number: text.encode("utf-16-be") for number, text in NAMES.items()}
    records, stored = b"", b""
    for number, text in texts.items():
        records += pack(">6H", 3, 1, 0x409, number, len(text), len(stored))
        stored += text
    return pack(">3H", 0, len(texts), 6 + len(records)) + records + stored


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    """All tables behind a directory. Their sums are left out: browsers do not look at them."""
    directory, stored, start = b"", b"", 12 + 16 * len(tables)
    for tag, table in tables.items():
        directory += pack(">4s3I", tag, 0, start + len(stored), len(table))
        stored += table + bytes(-len(table) % 4)
    return pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128) + directory + stored
