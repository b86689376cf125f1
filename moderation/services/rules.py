"""A site's rules: read, replaced as a whole by admins, or changed one by one by the operator; each change has its line in the audit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from moderation.domain.audit import AuditLine
from moderation.domain.block import Block, Kind
from moderation.domain.comment import NOBODY
from moderation.domain.errors import ChangedError, FieldError, InvalidError
from moderation.domain.identity import site_of
from moderation.domain.listed import Listed
from moderation.domain.rulebook import CHOICES, Rulebook
from moderation.domain.site import Site
from moderation.store import audit, blocks, comments, rulebooks, sites
from moderation.store.engine import Connection


def substitute(
    connection: Connection, site: Site, book: Rulebook, matches: Callable[[str], bool], line: AuditLine
) -> Rulebook:
    """Put a rulebook in the place of the present one; as it is now. Safe to run again.

    Args:
        connection: A writing transaction.
        site: Whose rules they are.
        book: The new rules.
        matches: Whether the present rules, by their mark, are what the one who replaces them has seen.
        line: For the audit; its reason will be the names of what is different.

    Raises:
        ChangedError: They are not.
        NotFoundError: The site is gone.
    """
    present = rulebooks.find(connection, site.id, alone=True)
    if not matches(present.mark):
        raise ChangedError("rules")
    changed = present.differences(book)
    if changed:
        rulebooks.write(connection, site.id, book, (line.who, line.at))
        audit.append(connection, site.id, replace(line, reason=" ".join(changed)))
    return book


def list_word(connection: Connection, site: Site, listed: Listed, line: AuditLine) -> None:
    """List a word, whatever was noted of it before. Safe to run again."""
    _relist(connection, site, lambda words: {**words, listed.word: listed}, line)


def strike_word(connection: Connection, site: Site, word: str, line: AuditLine) -> None:
    """List a word no more. Safe to run again."""
    _relist(connection, site, lambda words: {key: one for key, one in words.items() if key != word}, line)


def set_choices(
    connection: Connection, site: Site, choices: Mapping[str, Any], matches: Callable[[str], bool], line: AuditLine
) -> None:
    """Change what of the rules is no list.

    Raises:
        ChangedError: The mark of these (``mark_of_choices``) is not one that the caller has seen.
    """
    present = rulebooks.find(connection, site.id, alone=True)
    if not matches(mark_of_choices(present)):
        raise ChangedError("rules")
    substitute(connection, site, replace(present, **choices), lambda _mark: True, line)


def mark_of_choices(book: Rulebook) -> str:
    """The same where everything but the lists is the same."""
    return replace(book, words=(), blocks=()).mark


def _relist(
    connection: Connection, site: Site, change: Callable[[dict[str, Listed]], dict[str, Listed]], line: AuditLine
) -> None:
    present = rulebooks.find(connection, site.id, alone=True)
    words = change({listed.word: listed for listed in present.words})
    book = replace(present, words=tuple(words[word] for word in sorted(words)))
    substitute(connection, site, book, lambda _mark: True, line)


def resolve(connection: Connection, site: Site, entries: Iterable[Block]) -> tuple[Block, ...]:
    """The same entries, where a comment was named instead of a fingerprint, with the fingerprint of its author.

    Raises:
        InvalidError: There is no such comment on this site, or its author gave no address.
    """
    given = tuple(entries)
    named = [entry.value for entry in given if entry.kind is Kind.FINGERPRINT and site_of(entry.value) == site.id]
    found = comments.find_many(connection, named)
    marks = {identifier: comment.author.fingerprint for identifier, comment in found.items()}
    resolved = [
        replace(entry, value=marks.get(entry.value, NOBODY)) if _names_a_comment(entry) else entry for entry in given
    ]
    faults = [FieldError(f"blocks.{place}.value", "invalid") for place, entry in enumerate(resolved) if not entry.value]
    if faults:
        raise InvalidError(*faults)
    return tuple(resolved)


def choose(connection: Connection, site: Site, choices: Mapping[str, Any], line: AuditLine) -> None:
    """Change some of a site's choices; ``words`` is its whole list, as written by ``listed.entry``. Safe to run again."""
    present = rulebooks.find(connection, site.id, alone=True)
    book = replace(present, **{name: value for name, value in choices.items() if name in CHOICES})
    if "words" in choices:
        notes = {listed.word: listed.note for listed in present.words}
        book = replace(book, words=tuple(Listed(word, notes.get(word, "")) for word in sorted(choices["words"])))
    substitute(connection, site, book, lambda _mark: True, line)
    others = {name: value for name, value in choices.items() if name not in {*CHOICES, "words"}}
    sites.choose(connection, site.key, others)


def put(connection: Connection, site: Site, entry: Block, line: AuditLine) -> None:
    """Block or trust somebody, whatever was said of them before. Safe to run again."""
    rulebooks.find(connection, site.id, alone=True)
    (resolved,) = resolve(connection, site, [entry])
    blocks.put(connection, site.id, resolved, (line.who, line.at))
    rulebooks.count(connection, site.id)
    audit.append(connection, site.id, line)


def remove(connection: Connection, site: Site, entry: Block, line: AuditLine) -> bool:
    """Neither block nor trust somebody any more; False if nobody did."""
    (resolved,) = resolve(connection, site, [entry])
    if not blocks.remove(connection, site.id, resolved.kind, resolved.value):
        return False
    rulebooks.count(connection, site.id)
    audit.append(connection, site.id, line)
    return True


def _names_a_comment(entry: Block) -> bool:
    return entry.kind is Kind.FINGERPRINT and site_of(entry.value) != 0
