"""Formulas: what many people honestly say in the same words."""

import pytest

from moderation.domain.text import is_formula, read


@pytest.mark.parametrize(
    "value",
    [
        "إنا لله وإنا إليه راجعون",
        "رَحِمَ اللهُ الفقيد محمد العلوي وأسكنه فسيح جناته، وإنّا لله وإنّا إليه راجعون",
        "اللهم اغفر له وارحمه وعافه واعف عنه وأكرم نزله ووسع مدخله واغسله بالماء والثلج والبرد",
        "يا أيتها النفس المطمئنة ارجعي إلى ربك راضية مرضية فادخلي في عبادي وادخلي جنتي",
        "تعازينا الحارة لأسرة الفقيد، ونسأل الله أن يلهم ذويه الصبر والسلوان",
        "لا حول ولا قوة إلا بالله العلي العظيم",
        "حسبنا الله ونعم الوكيل",
        "السلام عليكم ورحمة الله وبركاته",
        "Allah yrahmo, inna lillahi wa inna ilayhi raji3oun",
        "May God bless his soul, rest in peace, our thoughts are with the family",
        "Paix à son âme, sincères condoléances à toute la famille",
        "Que Dieu ait son âme et l'accueille dans sa sainte miséricorde",
    ],
)
def test_prayers_and_condolences_are_formulas(value: str) -> None:
    assert is_formula(read(value).said)


@pytest.mark.parametrize(
    "value",
    [
        "الشعب يريد إسقاط الفساد والاستبداد في البلاد",
        "اشتر الآن بأرخص ثمن، والله العظيم عروض لا تفوت في متجرنا الجديد",
        "the family of the president and their friends are in the government",
        "Merci pour ce reportage sur les jardins de la famille royale",
        "في كل من على",
        "",
    ],
)
def test_what_only_has_such_words_in_it_is_none(value: str) -> None:
    assert not is_formula(read(value).said)
