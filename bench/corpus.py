"""Comments as readers write them: Arabic, French, English, 100 to 1,500 characters, each another one; the same in each run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

ORIGIN = "https://news.example"
SHORTEST, LONGEST = 100, 1_500  # characters
NAMES = ("فاطمة", "يوسف", "Amina", "Karim", "زينب", "Claire", "Thomas", "نادية", "Hassan", "Julie", "خديجة", "Daniel")

LANGUAGES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("أعتقد أن", "من الواضح أن", "لا أحد ينكر أن", "لاحظت هذا الأسبوع أن", "قرأت في التقرير أن", "يقول جيراني إن"),
        ("سكان الحي", "أصحاب المحلات", "طلبة الجامعة", "عمال الميناء", "معلمو المدرسة", "فلاحو الناحية", "ركاب الحافلات"),
        ("ينتظرون", "يطلبون", "يتابعون", "يخشون", "يستحقون", "يناقشون منذ شهور", "لم يفهموا بعد"),
        ("إصلاح الطريق", "توسيع المكتبة", "قرار المجلس", "أسعار الماء", "برنامج النقل", "مشروع السوق", "حماية الشاطئ"),
        ("قبل فصل الشتاء.", "بعد سنوات من الوعود.", "رغم ضيق الميزانية.", "كما جاء في مقالكم.", "وهذا حقهم.", "دون أي تأخير."),
    ),
    (
        ("Je crois que", "Il me semble que", "On oublie souvent que", "J’ai constaté que", "Votre article montre que"),
        ("les habitants du quartier", "les commerçants", "les étudiants", "les pêcheurs du port", "les enseignants", "nos élus"),
        ("attendent", "réclament", "suivent de près", "redoutent", "méritent", "discutent depuis des mois"),
        ("la réfection de la route", "une bibliothèque plus grande", "la décision du conseil", "le prix de l’eau", "un meilleur réseau de bus", "le chantier du marché"),
        ("avant l’hiver.", "après tant de promesses.", "malgré le budget serré.", "comme vous l’écrivez.", "et c’est bien normal.", "sans plus tarder."),
    ),
    (
        ("I think", "It seems to me that", "People forget that", "I noticed this week that", "The report says that", "My neighbours tell me"),
        ("the people in our street", "shop owners", "the students", "workers at the harbour", "local teachers", "bus passengers"),
        ("are waiting for", "keep asking for", "closely follow", "worry about", "deserve", "have been debating"),
        ("the repair of the road", "a larger library", "the council’s decision", "the price of water", "a better timetable", "the new market hall"),
        ("before the winter comes.", "after years of promises.", "although money is short.", "as your article explains.", "and rightly so.", "without further delay."),
    ),
)  # fmt: skip
DETAIL = ("رقم {}", "numéro {}", "number {}")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    Attributes:
        network: From which address it comes.
    """

    thread: str
    name: str
    email: str
    network: str
    body: str


def comments(seed: object, threads: int) -> Iterator[Comment]:
    """Without end; another seed gives others."""
    dice = random.Random(str(seed))  # noqa: S311 - dice with a seed
    number = 0
    while True:
        number += 1
        author = f"{dice.getrandbits(40):x}"
        yield Comment(
            thread=page(dice.randrange(threads)),
            name=f"{dice.choice(NAMES)} {author[:3]}",
            email=f"reader-{author}@example{number % 50}.ma",
            network=f"2001:db8:{dice.getrandbits(16):x}:{dice.getrandbits(16):x}::1",
            body=text(dice, number % len(LANGUAGES)),
        )


def page(number: int) -> str:
    """The URL of an article."""
    return f"{ORIGIN}/article-{number}"


def text(dice: random.Random, language: int) -> str:
    """Sentences; more short comments than long ones."""
    wanted = int(SHORTEST + (LONGEST - 2 * SHORTEST) * dice.random() ** 3)
    said = ""
    while len(said) <= wanted:
        said += (
            " ".join(map(dice.choice, LANGUAGES[language]))
            + " "
            + DETAIL[language].format(dice.randrange(10**6))
            + ". "
        )
    return said[:LONGEST].strip()
