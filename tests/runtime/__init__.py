"""The engine room, with real processes."""
