"""Room for what was used last: as many bytes, and pieces, as one process may keep."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Room(Generic[Key, Value]):
    """Values by key; those that were used longest ago make room. Safe to share between threads."""

    def __init__(self, size: Callable[[Key, Value], int], most_bytes: int, most: float = math.inf) -> None:
        """Take what tells the bytes of a key with its value, and how many bytes, and pieces, may be kept."""
        self._bytes_of, self._most_bytes, self._most = size, most_bytes, most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def find(self, key: Key) -> Value | None:
        """What was put here, if it is still there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of the one before it."""
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._size += self._bytes_of(key, value) - (self._bytes_of(key, replaced) if replaced is not None else 0)
            self._kept[key] = value
            while self._size > self._most_bytes or len(self._kept) > self._most:
                self._size -= self._bytes_of(*self._kept.popitem(last=False))
