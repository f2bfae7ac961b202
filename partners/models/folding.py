from django.db.models import Func, TextField

_CAPITALS = "ŁØĐÐÞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
# Case by hand, as lower() knows these only in some locales of the database; and what NFKD leaves.
_FROM = _CAPITALS + "łøđðþıςß"
_TO = "loddtαβγδεζηθικλμνξοπρστυφχψω" + "loddtiσs"


class Folded(Func):
    """The texts of some columns, one behind the other, in lower case without accents.

    Immutable, so that it can be indexed: search for `Folded(Value(typed))` in it.
    """

    template = (
        "translate(lower(regexp_replace(normalize(%(expressions)s, NFKD),"
        f" '[\u0300-\u036f]', '', 'g')), '{_FROM}', '{_TO}')"
    )
    arg_joiner = " || ' ' || "
    output_field = TextField()
