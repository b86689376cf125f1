"""The judgement: pure functions over arrays."""
