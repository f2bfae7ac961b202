"""Romanian words without accents, taken back to what their forms share.

Made for folded text (ă, â, î, ș, ț are a, a, i, s, t), so a word typed without accents has the
lexeme of the word written well; the changes ș/s and ț/t within a word vanish on the way. Checked
on forms of the words that structural funds and the Universal Declaration use (docs/search.md).
"""

import re

from publishing.words.endings import ending_of, forms, listed, with_ending_replaced

# Cases, articles and plurals. Two values: the ending may belong to the word (structur-i, drum-uri).
_NOMINAL = dict.fromkeys(
    listed("""
    a e ea eai eaua ei eie eii elei elui i ia ie iei ii iile iilor ilor iu iul iului o u ua ul ului
"""),
    ("",),
) | {
    "ele": ("", "el"),
    "elele": ("", "el"),
    "elelor": ("", "el"),
    "elor": ("", "el"),
    "ile": ("", "il"),
    "ul": ("", "ul"),
    "uri": ("", "ur"),
    "urile": ("", "ur"),
    "urilor": ("", "ur"),
}
# What is left of persons, tenses, participles and the nouns made of them (-are, -ator).
_SHORT_VERBAL = listed("a am and at au e em esc est i im ind it ut")
_VERBAL = _SHORT_VERBAL | listed("""
    ai andu ar aram aras asem aser aserat ases ator av ead easc eau eaz er et ez iar iasc iat iau
    ieasc ier iesc iest indu ir iram isem iser iserat ises itor uram usem user uses
""")
_INFINITIVE = listed("ar er ir")
# Verbs that change more than their ending, most with a participle in -s.
_VERBS = {
    "chid": "chis",
    "cid": "cis",
    "clud": "clus",
    "duc": "dus",
    "leg": "les",
    "merg": "mers",
    "mit": "mis",
    "prind": "prins",
    "pun": "pus",
    "scris": "scr",
    "spund": "spuns",
    "tind": "tins",
    "trag": "tras",
    "vad": "ved",
    "vand": "vind",
}
_IRREGULAR = forms("""
cal calul calului cai caii cailor
cale calea caii cai caile cailor
comanda comenzi comenzii comenzile comenzilor
copil copilul copilului copii copiii copiilor
da dat dau dam dand
fata fete fetei fetele fetelor
greu grea grei grele greul greului greii greilor
idee idei ideea ideii ideile ideilor
imbunatati imbunatatesc imbunatateste imbunatatim imbunatatit imbunatatita imbunatatind
lege legea legii legi legile legilor
lua luat iau luam luand
mana mainii maini mainile mainilor
masa mese mesei mesele meselor
nou noua noi noul noului noii noile noilor
om omul omului oameni oamenii oamenilor
piele pielea pieii piei pieile pieilor
ramane ramas raman
sora surori surorii surorile surorilor
sta stat stau stam
stat statul statului state statele statelor
tanar tanarul tanarului tineri tinerii tinerilor tanara tinere tinerele tinerelor
zi ziua zile zilei zilele zilelor
""")
_DIPHTHONG = re.compile(r"(o)a(?=[^aeiou]+$)|(e)a(?=[^aeiou]+$)")
_AFTER_CONSONANT = re.compile(r"(?<=[^aeiou])i[ae](?=[^aeioul]+$)")


def stems(word: str) -> tuple[str, ...]:
    """The lexemes of a folded Romanian word: two where its ending can be read in two ways."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    ending = ending_of(word, _NOMINAL, keep=2)
    bare = word[: len(word) - len(ending)]
    readings = _NOMINAL[ending] if ending else ("",)
    return tuple(dict.fromkeys(_root(bare + kept) for kept in readings))


def _root(word: str) -> str:
    word = _one_vowel(word)
    ending = ending_of(word, _VERBAL, keep=3)
    if ending in _SHORT_VERBAL or len(word) - len(ending) >= 4:
        word = word[: len(word) - len(ending)]
    if ending not in _INFINITIVE and ending_of(word, _INFINITIVE, keep=4):
        word = word[:-2]  # consider-at as consider-e
    if len(word) > 3:
        word = word.rstrip("iu")
    if word.endswith("z"):  # brad, brazi
        word = word[:-1] + "d"
    return with_ending_replaced(_one_vowel(word), _VERBS)


def _one_vowel(word: str) -> str:
    """`word` with the last syllable's oa, ea, ia, ie as o, e: motoare, motor; piatră, pietre."""
    word = _DIPHTHONG.sub(r"\1\2", word)
    return _AFTER_CONSONANT.sub("e", word)
