"""A site's rules, as they are written."""

from dataclasses import replace

from moderation.domain.block import Block, Effect, Kind
from moderation.domain.evidence import Rules
from moderation.domain.listed import Listed
from moderation.domain.policy import Policy
from moderation.domain.rulebook import Rulebook, ordered
from moderation.domain.starter import STARTER

SPAMMER = Block(Kind.FINGERPRINT, "f1", Effect.BLOCK)


def test_a_new_site_has_the_rules_of_the_house() -> None:
    assert Rulebook().rules(frozenset()) == Rules()
    assert Rulebook().policy() == Policy()


def test_the_starter_words_are_listed_beside_the_sites_own() -> None:
    book = Rulebook(words=(Listed("كلمه"),))

    assert book.rules(frozenset()).words == {"كلمه"}
    assert replace(book, starter_words=True).rules(frozenset()).words == STARTER | {"كلمه"}


def test_the_mark_is_of_all_that_is_said() -> None:
    books = [
        Rulebook(),
        Rulebook(hold_first=False),
        Rulebook(trust_after=2),
        Rulebook(links=1),
        Rulebook(approve_below=0.1),
        Rulebook(spam_above=0.9),
        Rulebook(starter_words=True),
        Rulebook(words=(Listed("a"),)),
        Rulebook(words=(Listed("a", "note"),)),
        Rulebook(blocks=(SPAMMER,)),
        Rulebook(blocks=(replace(SPAMMER, reason="again"),)),
    ]

    assert len({book.mark for book in books}) == len(books)
    assert Rulebook().mark == Rulebook().mark
    assert Rulebook().differences(replace(books[-1], links=0)) == ("links", "blocks")


def test_of_what_stands_twice_the_last_counts() -> None:
    words, blocks = ordered(
        [Listed("b"), Listed("a", "1"), Listed("a", "2")], [SPAMMER, replace(SPAMMER, effect=Effect.TRUST)]
    )

    assert words == (Listed("a", "2"), Listed("b"))
    assert [block.effect for block in blocks] == [Effect.TRUST]
