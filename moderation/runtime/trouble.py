"""What a person can mend."""


class Trouble(Exception):  # noqa: N818 - it is the operator's, not the program's
    """An operating error. ``str()`` is one sentence that says what is wrong and what to do; the command prints it and exits 1."""
