"""Small words that betray a language, folded (``fold``). Words that two of the three share are left out."""

_FRENCH = """
le les des et est une du dans pour pas avec ce cette ces qui sur elle nous vous ils elles je tu plus mais sont ont
etait etre fait faire comme tout tous toute bien tres aussi meme leur leurs ses notre nos votre vos mes par aux ou
donc car sans faut peut encore rien quand qu quoi pourquoi merci bonjour bravo salut oui non jamais toujours avoir
pays gens vive cela ca avez sommes etes suis deja apres avant chez moi toi lui monsieur madame courage
"""
_ENGLISH = """
the and is are was were you your this that these those with have has had not but they them their what when where who
why how will would can could should from about just like get got it its be been do does did don of to my we our i he
she his her there here thank thanks great good nice very really please check out people more some any all if because
love hello yes never always awesome amazing best wow
"""
_DARIJA = """
wach chi bzaf bezaf bzzaf bezzaf khoya khouya khti hadchi hadchy hadshi dyal dyali diali dyalna dyalo dyalhom
lli hna nta nti ntoma huma houma kayn kayna kaynin makaynch kayen mzyan mzyana mzian mezian zwin zwina bghit bghina
bgha ghadi gha walakin walaken daba hada hadi hadak hadik hado hadou bach wlad lwlad nchallah inchallah incha inshallah
hamdollah hamdoulah lhamdolah salam salamo salamou tbarkallah tbarkelah chokran choukran chno chnou chkoun
kifach kifah mochkil mouchkil rah rahom rani walo walou hta kolchi koulchi kulchi kolna mabrouk lmaghrib maghrib
lmaghariba maghariba bnadem bnadm drari nass hchouma hshouma rabi rebi wallah wllah wlah safi baraka machi mashi
makanch kanbghi dima homa khass khas khasna yallah yalah zid zidou dir dert bhal bhalk iwa ewa awa zaama sahbi
ila wla wlla chwiya chwya 3lach 3la 3lih 3ndi 3ndna 3ndk 3ndo m3a 7it 7na 7ta 7aja ga3
"""

FRENCH = frozenset(_FRENCH.split())
ENGLISH = frozenset(_ENGLISH.split())
DARIJA = frozenset(_DARIJA.split())
