"""Spanish words without accents, taken back to what their forms share.

Made for folded text, so 'investigacion' and 'investigación' have one lexeme, and its plural too.
Checked on forms of the words that structural funds, NACE and the Universal Declaration use
(docs/search.md).
"""

import re

from publishing.words.endings import ending_of, forms, listed, with_ending_replaced

_PRONOUNS = re.compile(r"(?<=ar|er|ir|do)(?:se|l[aeo]s?)(?:l[aeo]s?)?$")
# Endings that are a verb's in one word and partly the word's own in another: financi-era or
# financier-a, extr-emos or extrem-os. Such a word is read both ways.
_DOUBTFUL = listed("""
    amos anes ara aran aras aremos ares aria arian arias aste emos enes era eran eras ere eremos
    eres eria erias esa esas eses iera ieran ieras ieron imos ire iste
""")
_ENDINGS = _DOUBTFUL | listed("""
    a aba abais abamos aban abas ada adas ado ados ais an ando ar arais aramos are areis ariamos
    aron as ase asemos asen ases asteis e eis emos en er ereis eriamos erian es ia iamos ian ias ida
    idas ido idos iendo iendose ieramos iese iesemos iesen ieses io ir ira iran iras iremos ires
    iria iriamos irian irias isteis o os s yendo
""")
# Verbs that change more than their ending; compounds (contener, proponer, describir) with them.
_VERBS = {
    "adquier": "adquir",
    "biert": "br",
    "compit": "compet",
    "corrig": "correg",
    "dich": "dec",
    "dig": "dec",
    "dij": "dec",
    "duj": "duc",
    "durm": "dorm",
    "elig": "eleg",
    "hag": "hac",
    "har": "hac",
    "hech": "hac",
    "hic": "hac",
    "hiz": "hac",
    "jug": "jog",
    "mid": "med",
    "pid": "ped",
    "podr": "pod",
    "pond": "pon",
    "pondr": "pon",
    "pong": "pon",
    "prefir": "prefer",
    "pud": "pod",
    "puest": "pon",
    "pus": "pon",
    "querr": "quer",
    "quis": "quer",
    "refir": "refer",
    "repit": "repet",
    "rind": "rend",
    "sabr": "sab",
    "saldr": "sal",
    "salg": "sal",
    "scrit": "scrib",
    "sig": "seg",
    "sigu": "seg",
    "sint": "sent",
    "sirv": "serv",
    "suelt": "solv",
    "sugir": "suger",
    "sup": "sab",
    "tendr": "ten",
    "teng": "ten",
    "traig": "tra",
    "traj": "tra",
    "tuv": "ten",
    "vendr": "ven",
    "veng": "ven",
    "virt": "vert",
    "vuelt": "volv",
}
_IE = re.compile(r"ie(?=[^aeiou]{1,3}$)")  # quiere, querer
_UE = re.compile(r"(?<![qg])ue(?=[^aeiou]{1,3}$)")  # puede, poder
# luz, luces; ofrezco, ofrecer; construye, construir
_CONSONANTS = {"gu": "g", "j": "g", "qu": "c", "uy": "u", "z": "c", "zc": "c"}
# Words that would fall together with others (solar with suelo), and the shortest verbs.
_OWN = forms("""
autobus autobuses
bien bienes
casa casas
comida comidas
dar da dan das dio dado dando dara daran daria
ley leyes
libre libres
libro libros
media medias
medida medidas
medio medios
mes meses
parte partes
pais paises
red redes
solar solares
solida solido solidas solidos
suelo suelos
tarea tareas
uso usos usa usan usar usado usada usados usadas usando
via vias
video videos
""")


def stems(word: str) -> tuple[str, ...]:
    """The lexemes of a folded Spanish word: two where its ending can be read in two ways."""
    if word in _OWN:
        return _OWN[word]
    if len(word) > 6:
        word = _PRONOUNS.sub("", word)
    found = []
    for size in range(min(len(word) - 2, 7), 0, -1):
        ending = word[-size:]
        keep = 2 if len(word) < 7 and size > 1 else 3
        if ending in _ENDINGS and len(word) - size >= keep:
            found.append(_root(word[:-size]))
            if ending not in _DOUBTFUL:
                break
    return tuple(dict.fromkeys(found)) or (_root(word),)


def _root(word: str) -> str:
    bare = word.rstrip("aeio")
    if len(bare) >= 3 or (len(bare) == 2 and len(word) == 3):
        word = bare
    if ending_of(word, _VERBS, keep=0):
        return with_ending_replaced(word, _VERBS)
    word = _IE.sub("e", word)
    word = _UE.sub("o", word)
    return with_ending_replaced(word, _CONSONANTS)
