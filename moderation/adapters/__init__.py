"""The hands: what is outside. Redis, keys, and libraries with a world of their own."""
