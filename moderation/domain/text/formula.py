"""Formulas: what many people honestly say in the same words, such as a prayer under an obituary. Nobody copies it from anybody."""

from moderation.domain.text.folding import fold
from moderation.domain.text.word import Word

# Words of condolence and of prayer, of praise of God and of good wishes, as they are spelt, with the verses that stand under
# obituaries. What an advertisement or an insult is made of is not among them.
_WORDS = """
الله لله بالله والله ولله اللهم آمين أمين رب ربي ربنا ربك العالمين العلي العظيم الرحمن الرحيم الكريم الحي القيوم القدير المولى
إنا وإنا إليه راجعون إليها راجعين البقاء والبقاء الدوام عظم أعظم أجركم أجرك شكر سعيكم مشكور عزاءكم عزاءنا عزاء العزاء
تعازينا تعازي التعازي الحارة الصادقة القلبية خالص أحر مواساتنا مواساة المواساة نسأل نتقدم أتقدم ندعو ونسأل ونتضرع الباري العلي عز وجل تعالى
رحم رحمه رحمها رحمهم يرحم يرحمه يرحمها يرحمهم ارحم ارحمه ارحمها ارحمهم وارحمه وارحمها وارحمهم ترحم رحمة رحمته برحمته ورحمة رحماته الرحمة
واسع واسعة الواسعة تغمد تغمده تغمدها تغمدهم يتغمد يتغمده يتغمدها يتغمدهم غفر اغفر واغفر يغفر المغفرة بالمغفرة مغفرة مغفرته غفرانه
أسكنه أسكنها أسكنهم وأسكنه وأسكنها وأسكنهم يسكنه يسكنها ويسكنه ويسكنها فسيح الجنة جنة جنات جنانه جناته جنته الفردوس الأعلى الخلد النعيم
عافه وعافه واعف أكرم وأكرم نزله نزلها نزلهم ووسع وسع مدخله مدخلها قبره قبرها القبر واغسله واغسلها بالماء والثلج والبرد ونقه ونقها
الخطايا ينقى الثوب الأبيض الدنس وأبدله دارا داره وأهلا وأهلها وزوجا زوجه وأدخله وأعذه عذاب وعذاب النار وقه فتنة
ألهم وألهم يلهم ويلهم ألهمهم وألهمهم ذويه ذويها وذويه وذويها أهله أهلها أسرته أسرتها عائلته عائلتها لأسرة لعائلة لأهل الصبر والسلوان السلوان
الفقيد الفقيدة المرحوم المرحومة الشهيد الشهداء شهيدا الميت موتانا موتى وموتى المسلمين والمسلمات المؤمنين والمؤمنات الأحياء والأموات
حول قوة إله محمد رسول صل صلى وصل وسلم وبارك سيدنا نبينا النبي آله وآله وصحبه أجمعين إبراهيم
سبحان وبحمده الحمد والحمد أكبر حسبي حسبنا ونعم الوكيل النصير توكلت أستغفر وأتوب
أيتها النفس المطمئنة ارجعي راضية مرضية فادخلي عبادي وادخلي جنتي نفس ذائقة الموت إلينا ترجعون قدر وما شاء فعل
بارك يبارك تبارك حفظ حفظه حفظكم يحفظ يحفظك يحفظكم يحفظه وفق وفقكم يوفقكم جزاك جزاكم يجزيك خيرا عليكم السلام وبركاته
شفاه شفاها يشفيه يشفيها الشفاء شفاء عاجلا العاجل يغادر سقما رمضان كريم عيد مبارك سعيد وأنتم عام

allah allahouma allahoma allahuma lah llah lilah lillah lillahi rahmah rahmaha yrahmo yrhmo yrahmou yrahmha rahmo rahimaho rahimahou
inna inalillah innalillah wa ilayhi ilaihi rajioun rajiun raji3oun amine amin ameen yarab rebi rabi mabrouk tbarkallah
hamdoulilah hamdoulillah hamdulillah alhamdulillah soubhanallah subhanallah mashallah machallah moubarak mubarak ramadan eid aid

rip rest peace may god bless soul souls family families heaven thoughts prayers condolences heartfelt deepest sincere sympathy
sympathies eternal rested lord amen happy birthday new year

repose reposez paix ame ames dieu ait accueille sainte misericorde vaste paradis accorde patience siens
sinceres condoleances famille familles proches pensees prieres courage defunt defunte joyeux noel bonne annee
"""
_SMALL = """
في من على إلى لا ما ولا إلا كل له لها لهم لي لنا لكم به عنه عنها عنهم منهم فيك فيكم وفيكم وعلى إليك أن كما كان ثم يا أو هو هي جميع بخير الخير
the and of in to his her their him them our with your you are be for all a an on
en a son leur leurs que l d s sa dans aux mes nos toute toutes le la les du de des et un une qu il elle
"""
_KNOWN, _SILENT = frozenset(fold(_WORDS).split()), frozenset(fold(_SMALL).split())
_MOST = 2 / 3  # of the words that mean something: a name and a place are said among them


def is_formula(said: tuple[Word, ...]) -> bool:
    """Whether what was said is a formula: of its words, small ones aside, two of three are those that formulas are made of."""
    telling = [word.text for word in said if word.text not in _SILENT]
    return bool(telling) and sum(word in _KNOWN for word in telling) >= _MOST * len(telling)
