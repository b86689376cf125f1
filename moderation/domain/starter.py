"""Insults to begin with, where a site switches them on (``starter_words``): a person looks, and nothing else happens.

Modest on purpose: whole words, and only what is hardly ever said in good faith in any of the languages that are read here.
What a site's readers really say belongs on its own list.
"""

from moderation.domain.listed import entry

WORDS = {
    "ar": """حقير حقيرة سافل سافلة عاهرة عاهرات شرموطة شراميط منيوك منيوكة قحبة قحاب ديوث معتوه معتوهة أوباش حثالة""",
    "ar-MA": """زامل زوامل القحبة قحبتك القحاب مكلخ مكلخة ينيك طبون بوزبال بوزبالة""",
    "ar-MA-Latn": """9a7ba 9ahba qahba l9a7ba l9ahba 97ab zamel zaml zwamel lzamel mkelekh mklkh bouzebal bouzbal""",
    "fr": """connard connards connasse connasses enculé enculés enculée salope salopes salaud salauds pétasse pétasses
        pouffiasse pute putes bougnoule bougnoules bicot bicots youpin youpins négro négros fdp ntm""",
    "en": """asshole assholes bastard bastards bitch bitches cunt cunts dickhead dickheads faggot faggots motherfucker
        motherfuckers nigger niggers scumbag scumbags slut sluts whore whores kike kikes raghead ragheads wanker wankers""",
}
PHRASES = {
    "ar": ("يا حيوان", "ابن الكلب", "ابن الحرام", "أولاد الحرام"),
    "ar-MA": ("ولد القحبة", "بنت القحبة", "ولد الحرام", "الله ينعلك", "سير تقود"),
    "ar-MA-Latn": ("weld l9a7ba", "wld l9a7ba", "weld l9ahba", "wld l9ahba", "weld l7ram", "wld l7ram", "sir t9awd"),
    "fr": (
        "sale arabe",
        "sales arabes",
        "sale juif",
        "sales juifs",
        "sale noir",
        "sales noirs",
        "ta gueule",
        "nique ta",
    ),
    "en": ("kill yourself", "fuck you", "fuck off"),
}

STARTER = frozenset(
    entry(one) for language, words in WORDS.items() for one in (*words.split(), *PHRASES[language])
)  # fmt: skip
