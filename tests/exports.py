"""Our own small exports of other systems, and Isso's file, which is made when it is needed."""

import sqlite3
from contextlib import closing
from pathlib import Path

SAMPLES = Path(__file__).parent / "data" / "exports"
ISSO = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT,
  mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0,
  dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
INSERT INTO threads VALUES (1, '/library', 'المكتبة الجديدة');
INSERT INTO comments VALUES (1, 1, NULL, 1546300800.5, NULL, 1, '203.0.113.0', 'شكرا **جزيلا**', 'فاطمة', 'fatima@example.ma', NULL, 0, 0, x'00', 0);
INSERT INTO comments VALUES (1, 2, 1, 1546304400.0, 1546304500.0, 2, '203.0.113.0', 'Bonjour', 'Yassine', NULL, 'http://yassine.example', 0, 0, x'00', 0);
INSERT INTO comments VALUES (1, 3, NULL, 1546304401.0, NULL, 4, '', '', NULL, NULL, NULL, 0, 0, x'00', 0);
INSERT INTO comments VALUES (1, 4, NULL, 'never', NULL, 1, '', 'When?', NULL, NULL, NULL, 0, 0, x'00', 0);
"""


def isso(folder: Path) -> Path:
    """A database of Isso with a few comments."""
    path = folder / "comments.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ISSO)
    return path
