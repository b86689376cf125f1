"""The house, looked at from outside: a test file lies where its subject lies."""
