"""Greek words without accents, taken back to what their forms share.

Made for folded text (no accents, σ for ς), so 'ενεργεια' and 'ενέργεια' have one lexeme. The
library's stemmer knows no aorist and no augment and parts -ικός from -ική; this one met 98 % of
the pairs of forms where that met 90 % (docs/search.md).
"""

import re

from publishing.words.endings import ending_of, forms, listed, with_ending_replaced

_ENDINGS = listed("""
    α αν ανε ασ ατε αμε αω αει ε εα εασ εεσ ει εισ εοσ εσ ετε ευσ εων εωσ η ησ ην ι ισ ματα ματο
    ματοσ ματων ο οι ομε ον οντα οντασ οντεσ οντοσ οντων οσ ου ουμε ουν ουνε ουσ ουσα ουσαμε ουσαν
    ουσασ ουσατε ουσε ουσεσ ουσησ ουσων υ υσ ω ων ωντασ ωσ αμαι ασαι αται ειστε ειται ειτε εσαι
    εσται εστε εται ιεμαι ιεσαι ιεται ιομαστε ιονταν ιοταν ιουνται ομαι ομασταν ομαστε ομουν ονται
    ονταν οσασταν οσουν οταν ουμαστε ουνται ουνταν ουταν ωνται ηκα ηκαμε ηκαν ηκανε ηκατε ηκε θεισα
    θεισεσ θεισησ θεισων θεν θεντα θεντεσ θεντοσ θεντων
""") | frozenset(
    vowel + "μεν" + ending
    for vowel in ("", "ο", "ου")
    for ending in listed("α ε εσ η ησ ο οι οσ ου ουσ ων")
)
# Aorist and passive of contracted verbs and the nouns made of them: θεωρηθεί, θεωρήσει, θεώρηση.
_MARKS = {"ηθ": "", "ησ": ""}
# The same of all other verbs (-ση, -ξη, -ψη), and comparatives.
_STEM_ENDS = {
    "αστ": "αζ",
    "ασ": "αζ",
    "ασθ": "αζ",
    "γ": "χ",
    "εικνυ": "ειχ",
    "εστατ": "",
    "εστερ": "",
    "ευθ": "ευ",
    "ευσ": "ευ",
    "ευτ": "ευ",
    "ιθ": "ιν",
    "ισ": "ιζ",
    "ισθ": "ιζ",
    "ιστ": "ιζ",
    "λλ": "λ",
    "νθ": "ν",
    "ξ": "χ",
    "οσ": "οζ",
    "οστ": "οζ",
    "οτατ": "",
    "οτερ": "",
    "πτ": "φ",
    "σσ": "χ",
    "ττ": "χ",
    "υθ": "υ",
    "υσ": "υ",
    "υστ": "υ",
    "υτατ": "",
    "υτερ": "",
    "φθ": "φ",
    "φτ": "φ",
    "χθ": "χ",
    "χν": "χ",
    "χτ": "χ",
    "ψ": "φ",
    "ω": "ων",
    "ωθ": "ων",
    "ωσ": "ων",
}
# Verbs that change more than their ending; compounds (διαθέτω, παράγω, προλαμβάνω) with them.
_VERBS = {
    "αγαγ": "αχ",
    "αυξαν": "αυχ",
    "βλ": "βαλ",
    "διδ": "διν",
    "δοθ": "διν",
    "δωσ": "διν",
    "θετ": "θεσ",
    "καθιστ": "καταζ",
    "κατεστ": "καταζ",
    "λαμβαν": "λαβ",
    "ληφθ": "λαβ",
    "μετειχ": "μετεχ",
    "παρασχ": "παρεχ",
    "παρειχ": "παρεχ",
    "περιειχ": "περιεχ",
    "σταλ": "στελ",
    "στειλ": "στελ",
    "στελν": "στελ",
    "τεθ": "θεσ",
    "τευξ": "τυχ",
    "τευχθ": "τυχ",
    "τυγχαν": "τυχ",
    "φερν": "φερ",
}
_IRREGULAR = forms("""
ανδρασ ανδρα ανδρεσ ανδρων
γαλα γαλακτοσ γαλατα
γυναικα γυναικασ γυναικεσ γυναικων
δευτεροσ δευτερη δευτερο δευτερου δευτερησ δευτερων δευτερα δευτερεσ
ευρω
καθεστωσ καθεστωτοσ καθεστωτα καθεστωτων
φωσ φωτοσ φωτα φωτων
χωρα χωρασ χωρεσ χωρων
χωροσ χωρου χωρο χωροι χωρων χωρουσ
""")
# A past form has ε- before the verb or within a compound: έγραψα, υπέγραψα; γράφω, υπογράφω.
_PAST = re.compile(r"[^αεηιουω](?:α|εσ|ε|αν)$")
_AUGMENTED = {
    "ανε": "ανα",
    "απε": "απο",
    "διε": "δια",
    "ενε": "εν",
    "επε": "επι",
    "κατε": "κατα",
    "μετε": "μετα",
    "παρε": "παρα",
    "περιε": "περι",
    "προσε": "προσ",
    "συνε": "συν",
    "υπε": "υπο",
    "υπη": "υπα",
}


def stems(word: str) -> tuple[str, ...]:
    """The lexemes of a folded Greek word: one, or more where it can be read in several ways."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    found = _readings(word)
    if len(word) > 4 and _PAST.search(word):
        found += [stem for present in _without_augment(word) for stem in _readings(present)]
    return tuple(dict.fromkeys(found))


def _readings(word: str) -> list[str]:
    if len(word) > 3 and word.endswith("μα"):  # σύστη-μα, but χρήσιμ-α
        return [_root(word[:-2]), _root(word[:-1])]
    ending = ending_of(word, _ENDINGS, keep=2)
    return [_root(word[: len(word) - len(ending)])]


def _without_augment(word: str) -> list[str]:
    prefix = next((prefix for prefix in _AUGMENTED if word.startswith(prefix)), "")
    if prefix and len(word) > 6:
        return [_AUGMENTED[prefix] + word[len(prefix) :]]
    return [word[1:]] if word[0] == "ε" and word[1] not in "αεηιουω" else []


def _root(word: str) -> str:
    word = with_ending_replaced(word, _MARKS, keep=2)
    if len(word) > 3:
        word = word.removesuffix("ι")  # δίκαι-ος, δίκαια
    if ending_of(word, _VERBS, keep=0):
        return with_ending_replaced(word, _VERBS)
    return with_ending_replaced(word, _STEM_ENDS, keep=2)
