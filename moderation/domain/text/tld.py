"""Top-level domains that make a bare name a link: the common ones, the region's, and those spam likes (IANA root zone)."""

_COMMON = """
com net org info biz edu gov mil int mobi pro aero tel coop xxx
app dev io co ai gg tv cc ly gl sh fm ink xyz top site online website space store shop club live media blog tech cloud digital
agency guru expert global click link download stream video bet casino poker win bid loan loans finance trading promo vip
fun icu buzz cyou monster sbs cfd bond lol pics dating sexy porn sex adult cam chat accountant
ma dz tn eg mr lb jo sy iq ps sa ae qa kw bh om ye sd dj km tr ir pk
fr ch eu uk de nl pt pl ru ua cn jp kr br mx cl au nz ca gr dk fi hu cz ro bg rs sk il ng ke gh za sn ci cm
tk ml ga cf gq pw su ws nu
"""
_WORDLIKE = """
me it in be so is at as no my do am la es re st vc id li us to by se
today world group team rest bar work works host press page life news date men party review reviews game games money cash
sale deals market markets credit trade web zone center name jobs travel museum cat asia tips science faith racing cricket quest
"""
_ARABIC = """
المغرب الجزائر تونس ليبيا مصر موريتانيا سودان السعودية امارات قطر عمان البحرين الاردن فلسطين سورية عراق ابوظبي عرب
شبكة موقع كوم بازار بيتك همراه اتصالات كاثوليك ارامكو العليان ایران پاکستان بھارت
"""

# Enough by themselves: "example.com".
COMMON = frozenset(_COMMON.split())

# Also words that follow a full stop whose space was forgotten: a link only with a path, as in t.me/name, or after www.
WORDLIKE = frozenset(_WORDLIKE.split())

ARABIC = frozenset(_ARABIC.split())
