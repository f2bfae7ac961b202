"""English words, taken back to what their forms share: Porter's second stemmer, and what it leaves.

The stemmer (snowballstemmer) knows regular endings only; the irregular words, the comparatives of
common adjectives and British against American spelling are here.
"""

import re
from threading import Lock

import snowballstemmer

from publishing.words.endings import forms, listed

_IRREGULAR = forms("""
analyse analysis analyses
appendix appendices
arise arose arisen
axis axes
bacterium bacteria
basis bases
bear bore borne
beat beaten
become became
begin began begun
bend bent
bind bound
blow blew blown
break broke broken
breed bred
bring brought
build built
bus buses
buy bought
catch caught
child children
choose chose chosen
come came
creep crept
criterion criteria
crisis crises
cut cutting
deal dealt
die dying
diagnosis diagnoses
dig dug
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flow flowed
fly flew flown
foot feet
forecast forecasted
forget forgot forgotten
found founded founding founds
freeze froze frozen
gas gases
get got gotten
give gave given
go goes went gone going
good better best
goose geese
grind ground
ground grounds grounded grounding
grow grew grown
half halves
hang hung
hear heard
hide hid hidden
hold held
hypothesis hypotheses
index indices
keep kept
knife knives
know knew known
lay laid
lead led
leaf leaves
leave left leaving leaves
left
lend lent
lens lenses
life lives
live lives
light lit
loaf loaves
lose lost
make made
man men
matrix matrices
mean meant
medium media
meet met
mouse mice
nucleus nuclei
overcome overcame
pay paid
person people peoples
phenomenon phenomena
ride rode ridden
ring rang rung
rise rose risen
run ran
say said
saw saws sawing
see saw seen
seek sought
sell sold
send sent
set setting
sew sewn
shake shook shaken
shelf shelves
shine shone
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken
spend spent
spin spun
spread spreads
stand stood
steal stole stolen
stick stuck
stimulus stimuli
stratum strata
strike struck
swim swam swum
synthesis syntheses
take took taken
teach taught
tear tore torn
tell told
thesis theses
think thought
thought thoughts
throw threw thrown
tooth teeth
undergo underwent undergone
understand understood
undertake undertook undertaken
vertex vertices
wear wore worn
warehouse warehousing
weave wove woven
wife wives
win won
wind winds winding
withdraw withdrew withdrawn
wolf wolves
woman women
write wrote written
""")
_ADJECTIVES = listed("""
    big broad bright cheap close cold dark deep dense early easy fast few fine fresh full great
    green hard healthy heavy high hot large late lean long low narrow near new old poor quick quiet
    rich safe short simple slow small smart soft steep strict strong tall thick thin tough warm weak
    wealthy wet wide wise young
""")
_DOUBLED = listed("big hot thin wet")
_AMERICAN = (
    (re.compile(r"(?<=..)is(?=(?:e|e[drs]|ers|ing|ations?|ational)$)"), "iz"),
    (
        re.compile(r"^(arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|vap|vig)our"),
        r"\1or",
    ),
    (re.compile(r"(cent|fib|lit|met|theat)re(?=s?$)"), r"\1er"),
    (re.compile(r"^(analog|catalog|dialog)ue"), r"\1"),
    (re.compile(r"^(def|off|lic)ence"), r"\1ense"),
    (re.compile(r"(anal|catal|paral)yz"), r"\1ys"),
    (re.compile(r"^programme(?=s?$)"), "program"),
)
_stemmer = snowballstemmer.stemmer("english")
_stemmer_is_free = Lock()  # a stemmer keeps the word it works on in itself


def stems(word: str) -> tuple[str, ...]:
    """The lexemes of a folded English word: one, or more where a form belongs to two words."""
    return _READY.get(word) or (_stem(word),)


def _stem(word: str) -> str:
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    with _stemmer_is_free:
        stem = _stemmer.stemWord(word)
    return stem[:-1] if stem.endswith("ll") and len(stem) > 4 else stem  # modelled, modeled


def _degrees(adjective: str) -> tuple[str, str]:
    """The comparative and the superlative of a short adjective."""
    if adjective.endswith("y"):
        adjective = adjective[:-1] + "i"
    elif adjective in _DOUBLED:
        adjective += adjective[-1]
    adjective = adjective.removesuffix("e")
    return adjective + "er", adjective + "est"


_READY = {
    form: tuple(dict.fromkeys(_stem(lexeme) for lexeme in lexemes))
    for form, lexemes in _IRREGULAR.items()
} | {degree: (_stem(adjective),) for adjective in _ADJECTIVES for degree in _degrees(adjective)}
