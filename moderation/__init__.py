"""A comment service for newspapers: a comment is stored, checked by a worker, decided by a person, and seen.

The map of the house, from the ground up; every room may use only the rooms below it (checked by import-linter):

``domain``    the words: comments, signals, policies; pure Python, no I/O, no clock.
``learning``  the judgement that grows: features, weights, fitting; arrays in, arrays out.
``checks``    the eyes: one file, one check; pure functions over gathered evidence.
``store``     the memory: the only room that speaks SQL.
``adapters``  the hands: Redis, keys, markup, catalogues.
``services``  what we do: submit, screen, review; functions with their needs in their signatures.
``settings``  the environment, read once, by ``bootstrap`` only.
``bootstrap`` builds every part once and hands them around as one ``Context``.
``web``       the front door: the only room that speaks HTTP. (``workers``, beside this package, is the back door.)
``runtime``   the engine room: processes, not comments.
``cli``       the ``moderation`` command.
"""

__version__ = "0.1.0"
