"""Sketches: what says nearly the same has nearly the same."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.text import Trace, links, read, sketch, trace
from moderation.domain.text.sketch import BANDS, FEWEST, NEAR, OWNERS, band_of_mark, bands, distance, mark
from tests.domain.text.samples import ANY_TEXT

KEY = b"a key of a test"
TEXTS = {
    "ar": "في رأيي أن المقال لم يتطرق إلى أسباب الأزمة الحقيقية، فالمسؤولون في المدينة يعرفون جيدا أن الطرق والمدارس "
    "والمستشفيات تحتاج إلى ميزانية أكبر، ولكن لا أحد منهم يتكلم عن ذلك قبل الانتخابات المقبلة بشهر أو شهرين",
    "darija": "wach nta 3arf bli had lmochkil kayn mn zman w hta wahd ma bgha y7lo, hit kolchi kaytsenna lintikhabat bach "
    "yahder 3la triq w sbitar w madrasa, w mn b3d kaynsaw lmwatin hta l marra jaya inchallah",
    "fr": "À mon avis cet article oublie les vraies causes de la crise : les responsables de la ville savent depuis longtemps "
    "que les routes, les écoles et les hôpitaux ont besoin d'un budget plus important, mais personne n'en parle",
    "en": "In my opinion the article forgets the real causes of this crisis: officials have known for years that roads, "
    "schools and hospitals need a bigger budget, yet nobody talks about it until one month before an election",
}
WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzابتجدرسصطعفقكلمنهوي"), min_size=2, max_size=9)
SAID = st.lists(WORDS, min_size=FEWEST, max_size=60, unique=True)


def of(value: str) -> int:
    """The sketch of a text that has one."""
    found = sketch(read(value), KEY)
    assert found is not None
    return found


@given(ANY_TEXT)
def test_any_text_has_64_bits_or_none(value: str) -> None:
    found = sketch(read(value), KEY)

    assert found is None or -(2**63) <= found < 2**63


@given(ANY_TEXT, ANY_TEXT)
def test_what_squeezes_to_the_same_has_the_same(first: str, second: str) -> None:
    one, other = read(f"{TEXTS['en']} {first}"), read(f"{TEXTS['en']} {second}")

    if one.squeezed == other.squeezed:
        assert sketch(one, KEY) == sketch(other, KEY)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_disguise_changes_nothing(text: str) -> None:
    dressed = [
        text.upper(),
        unicodedata.normalize("NFD", text),
        text.replace(" ", "  👍 "),
        text.replace("م", "مـــ").replace("ا", "\u0627\u064e"),
        text.replace("a", "a\u200b"),
        text.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي"),
        f"{text} http://spam.example/{len(text)}",
    ]

    assert {of(value) for value in dressed} == {of(text)}


def test_letters_of_another_script_change_nothing() -> None:
    assert of(TEXTS["en"].replace("school", "sch\u043e\u043el")) == of(TEXTS["en"])


def test_numbered_copies_are_the_same() -> None:
    assert of(f"{TEXTS['fr']} 1789") == of(f"{TEXTS['fr']} 2026")


@given(SAID, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_count(said: list[str], dice: random.Random) -> None:
    again = [*said, *said[:3]]
    dice.shuffle(again)

    assert sketch(read(" ".join(again)), KEY) == sketch(read(" ".join(said)), KEY)


@given(SAID, SAID)
def test_two_texts_together_have_every_bit_from_one_of_them(first: list[str], second: list[str]) -> None:
    """So what is added can change no more than its share."""
    one, other, both = (sketch(read(" ".join(said)), KEY) for said in (first, second, first + second))
    if one is None or other is None or both is None:
        return
    for place in range(0, 64, 2):
        assert both >> place & 3 in {one >> place & 3, other >> place & 3}


def changed(text: str, count: int, seed: int) -> str:
    """The text with a few words replaced."""
    dice = random.Random(seed)
    words = text.split()
    for place in dice.sample(range(len(words)), count):
        words[place] = f"كلمة{dice.randrange(10**6):x}بديلة"
    return " ".join(words)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_with_a_changed_word_most_copies_stay_near(text: str) -> None:
    original = of(text)

    near = sum(distance(of(changed(text, 1, seed)), original) <= NEAR for seed in range(200))

    assert near > 140


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_few_changed_words_in_a_long_text_change_little(text: str) -> None:
    long = " ".join(changed(text, 25, seed) for seed in range(6))
    original = of(long)

    near = sum(distance(of(changed(long, 3, seed)), original) <= NEAR for seed in range(100))

    assert near > 85


@given(SAID, SAID)
def test_texts_without_a_word_in_common_are_far(first: list[str], second: list[str]) -> None:
    one, other = sketch(read(" ".join(f"x{word}" for word in first)), KEY), of(" ".join(f"q{word}w" for word in second))

    assert one is None or distance(one, other) > NEAR


@pytest.mark.parametrize("language", TEXTS)
def test_other_texts_of_the_same_language_are_far(language: str) -> None:
    words = TEXTS[language].split()

    assert distance(of(" ".join(words[::2])), of(" ".join(words[1::2]))) > NEAR


@pytest.mark.parametrize(
    "value",
    ["", "👍", "شكرا", "bravo", "شكرا لكم على هذا المقال", "great article thank you very much", "http://a.com/x"],
)
def test_what_is_too_short_to_tell_has_none(value: str) -> None:
    assert sketch(read(value), KEY) is None


def test_one_word_said_often_is_short() -> None:
    assert sketch(read("bravo " * 500), KEY) is None


def test_a_prayer_has_none_however_long() -> None:
    prayer = "اللهم اغفر له وارحمه وعافه واعف عنه وأكرم نزله ووسع مدخله واغسله بالماء والثلج والبرد ونقه من الخطايا"

    assert sketch(read(prayer), KEY) is None


def test_without_the_key_nobody_knows_it() -> None:
    assert distance(of(TEXTS["ar"]), sketch(read(TEXTS["ar"]), b"another key") or 0) > NEAR


@given(st.integers(-(2**63), 2**63 - 1), st.sets(st.integers(0, 63), max_size=NEAR))
def test_near_sketches_share_a_band(value: int, flipped: set[int]) -> None:
    bits = (value % 2**64) ^ sum(1 << bit for bit in flipped)
    other = bits - 2**64 if bits >> 63 else bits

    assert distance(value, other) == len(flipped)
    assert set(bands(value)) & set(bands(other))
    assert all(0 <= band < BANDS for band in bands(value))


@given(st.text())
def test_names_stand_beyond_the_texts(name: str) -> None:
    assert BANDS <= band_of_mark(mark(name, KEY)) < 2**31


def test_a_trace_has_a_text_and_the_first_owners() -> None:
    value = TEXTS["en"] + "".join(f" http://spam{number}.com/ http://spam{number}.com/2" for number in range(9))

    found = trace(read(value), links(value), KEY)

    assert list(found.owners) == [f"spam{number}.com" for number in range(OWNERS)]
    assert len(found.bands) == 4 + OWNERS
    assert Trace().bands == {}


def test_what_everybody_links_to_leaves_no_trace() -> None:
    value = "voir https://www.youtube.com/watch?v=1"

    assert trace(read(value), links(value), KEY) == Trace()


@pytest.mark.parametrize("words", [5_000, 1])
def test_a_comment_of_full_length_has_one_too(words: int) -> None:
    letters = [chr(0x4E00 + number) for number in range(words)]
    value = " ".join(letters) if words > 1 else "ا" * 10_000

    assert (sketch(read(value[:10_000]), KEY) is None) == (words == 1)
