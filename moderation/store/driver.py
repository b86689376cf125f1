"""The SQLite we speak with: the one that comes with the driver, where there is a wheel of it; else Python's own.

Python's is the operating system's, and many of these cannot share a file in WAL mode safely (``sqlite.is_wal_safe``).
All that opens the same file goes through here, so that no two versions meet in it.
"""

try:
    from pysqlite3 import dbapi2 as sqlite3  # type: ignore[import-untyped]  # the same as the standard library's
except ImportError:  # no wheel for this machine
    import sqlite3

__all__ = ["sqlite3"]
