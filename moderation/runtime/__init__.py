"""The engine room: processes, ports and the Redis of ``moderation up``. Knows nothing of comments."""
