"""A machine that does anything to a house, and knows what should have become of it."""
