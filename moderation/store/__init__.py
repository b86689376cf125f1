"""The memory. The only room that speaks SQL; each module holds functions that take a connection and give domain values."""
