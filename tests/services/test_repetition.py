"""The same from many: an advertisement is caught wherever it is sent; what many people honestly say is not held for that."""

from collections.abc import Callable
from itertools import count

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.signal import Signal
from moderation.domain.site import Site
from moderation.store import comments, verdicts
from moderation.store.tables import sketches
from tests.conftest import Clock, status

Send = Callable[..., str]
ADVERTISEMENT = "اربح {} درهم كل يوم من بيتك مع تطبيقنا الجديد بدون خبرة ولا رأس مال، سجل الآن واحصل على {} عند أول إيداع http://{}/"


@pytest.fixture
def send(ctx: Context, add_site: Callable[..., Site], client: FlaskClient, clock: Clock) -> Send:
    """Has somebody new send a comment to a site that welcomes new authors, on a page of its own: ``send(body, "second")``."""
    for key in ("first", "second"):
        add_site(key, hold_first=False)
    number = count(1)

    def hand_in(body: str, key: str = "first", **author: str) -> str:
        clock.forward(seconds=5)
        mine = next(number)
        comment = {
            "thread": f"https://{key}.example/{mine}",
            "author": {"name": "قارئ", "email": f"r{mine}@example.ma", **author},
            "body": body,
        }
        network = {"REMOTE_ADDR": f"198.51.{mine // 200}.{mine % 200}"}
        answer = client.post(f"/v1/sites/{key}/comments", json=comment, environ_base=network)
        assert answer.status_code == 202
        return str(answer.get_json()["id"])

    return hand_in


def signals(ctx: Context, identifier: str) -> dict[str, Signal]:
    """What the machine said of a comment, by code."""
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
        assert comment
        judgement = verdicts.find_many(connection, [comment])[identifier]
    return {signal.reason.code: signal for signal in judgement.signals}


@pytest.mark.parametrize(
    "said",
    [
        "شكرا",
        "bravo",
        "شكرا جزيلا لكم على هذا المقال",
        "إنا لله وإنا إليه راجعون، رحمه الله وأسكنه فسيح جناته وألهم ذويه الصبر والسلوان",
        "اللهم اغفر له وارحمه وعافه واعف عنه وأكرم نزله ووسع مدخله واغسله بالماء والثلج والبرد ونقه من الخطايا كما ينقى الثوب",
        "يا أيتها النفس المطمئنة ارجعي إلى ربك راضية مرضية فادخلي في عبادي وادخلي جنتي",
        "Mes sincères condoléances à toute la famille, que Dieu ait son âme en sa sainte miséricorde",
        "May God bless his soul, our thoughts and prayers are with the family, rest in peace",
        "الشعب يريد إسقاط الفساد والاستبداد",
    ],
)
def test_what_many_people_say_is_published_each_time(
    ctx: Context, send: Send, night_shift: Callable[[], int], said: str
) -> None:
    sent = [send(f"{said}{'!' * (number % 3)}", ("first", "second")[number % 2]) for number in range(24)]
    night_shift()
    late = [send(said) for _ in range(3)]
    night_shift()

    assert {status(ctx, identifier) for identifier in sent + late} == {"approved"}


def test_a_quotation_that_several_people_pass_on_is_published(
    ctx: Context, send: Send, night_shift: Callable[[], int]
) -> None:
    quotation = "قال ابن خلدون: الظلم مؤذن بخراب العمران، والعدل أساس الملك، والناس على دين ملوكهم في كل زمان ومكان"

    sent = [send(quotation) for _ in range(9)]
    night_shift()

    assert {status(ctx, identifier) for identifier in sent} == {"approved"}


def test_a_long_text_that_many_send_at_once_waits_for_a_person(
    ctx: Context, send: Send, night_shift: Callable[[], int]
) -> None:
    call = (
        "انشروا هذا النداء في كل مكان: غدا صباحا نجتمع كلنا أمام مقر البلدية للمطالبة بحقنا في الماء والكهرباء والطريق"
    )

    sent = [send(call) for _ in range(14)]
    night_shift()

    assert {status(ctx, identifier) for identifier in sent} == {"pending"}
    assert signals(ctx, sent[0])["flood_text"].holds


def test_a_numbered_advertisement_is_found_across_pages_and_sites(
    ctx: Context, send: Send, night_shift: Callable[[], int]
) -> None:
    gifts = ("هدية", "مكافأة", "هدية", "جائزة", "هدية", "قسيمة")
    for number, gift in enumerate(gifts):
        send(ADVERTISEMENT.format(100 + number, gift, f"casino{number}.example"), ("first", "second")[number % 2])
        night_shift()

    last = send(ADVERTISEMENT.format(900, "هدية", "casino9.example"), "second")
    night_shift()

    assert signals(ctx, last)["near_text"].reason.params["count"] in range(3, 7)  # the key decides about the others
    assert status(ctx, last) != "approved"


def test_what_was_refused_on_one_site_waits_on_the_other(
    ctx: Context, send: Send, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    first = send(ADVERTISEMENT.format(100, "هدية", "casino.example"))
    night_shift()
    item = {"id": first, "version": 2}
    ada.post("/v1/moderation/decisions", json={"action": "spam", "items": [item]})

    second = send(ADVERTISEMENT.format(200, "هدية", "other.example"), "second")
    night_shift()

    assert signals(ctx, second)["near_text_refused"].reason.params == {"count": 1}
    assert status(ctx, second) == "pending"


def test_one_domain_in_many_comments_is_named(ctx: Context, send: Send, night_shift: Callable[[], int]) -> None:
    says = (
        "Very useful",
        "Look here",
        "J'ai trouvé ceci",
        "شاهدوا هذا",
        "Thanks",
        "Worth reading",
        "Voyez",
        "شوفو هنا",
    )
    for number, body in enumerate(says):
        send(f"{body} http://www{number}.casino.example/{number}", ("first", "second")[number % 2])
        night_shift()

    last = send("Merci beaucoup pour cet article https://casino.example/")
    night_shift()

    params = signals(ctx, last)["linked_often"].reason.params
    assert params == {"count": 8, "host": "casino.example", "minutes": 60}


def test_what_everybody_links_to_is_no_campaign(ctx: Context, send: Send, night_shift: Callable[[], int]) -> None:
    sent = [send(f"Regardez {number} https://www.youtube.com/watch?v={number}") for number in range(12)]
    night_shift()

    assert not any("linked_often" in signals(ctx, identifier) for identifier in sent)


def test_an_author_who_repeats_a_text_waits_whatever_it_says(
    ctx: Context, send: Send, night_shift: Callable[[], int]
) -> None:
    opinion = "هذا المسؤول لا يعرف شيئا عن مشاكل المدينة ولا عن معاناة الناس مع النقل والصحة والتعليم منذ سنوات طويلة"
    for _ in range(5):
        last = send(opinion, email="same@example.ma")
        night_shift()

    assert signals(ctx, last)["repeated"].reason.params == {"count": 4}
    assert status(ctx, last) == "pending"


def test_traces_are_written_with_the_verdict_once(ctx: Context, send: Send, night_shift: Callable[[], int]) -> None:
    send(ADVERTISEMENT.format(1, "هدية", "casino.example"))

    night_shift()
    night_shift()

    with ctx.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sketches)).scalar_one() == 5


def test_a_late_worker_does_not_take_hours_for_minutes(
    ctx: Context, send: Send, night_shift: Callable[[], int], clock: Clock
) -> None:
    sent = []
    for number in range(6):
        clock.forward(minutes=11)
        sent.append(send(f"رأيي رقم {number} http://blog{number % 2}.example", email="same@example.ma"))
    night_shift()

    assert not {"flood_author", "flood_network"} & {code for one in sent for code in signals(ctx, one)}


def test_a_burst_by_one_author_is_seen_whole(ctx: Context, send: Send, night_shift: Callable[[], int]) -> None:
    sent = [send(f"رأيي رقم {number}", email="same@example.ma") for number in range(6)]
    night_shift()

    counts = [signals(ctx, identifier)["flood_author"].reason.params["count"] for identifier in sent]
    assert counts == [5] * 6
