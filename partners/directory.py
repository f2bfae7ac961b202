"""The directory of organisations: searching, narrowing and counting them."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from partners.models import Organisation, OrganisationText
from partners.models.folding import Folded
from partners.names import fold
from partners.vocabularies import labels

MOST_WORDS = 8  # of a search; the rest is passed over


def named_like(name: str, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those whose name holds or resembles `name`, the nearest first."""
    typed = fold(name)
    near = organisations.alias(
        words=Folded("legal_name", "short_name", "city"),
        likeness=TrigramWordSimilarity(typed, "name_key"),
    )
    holds = Q()
    for word in typed.split()[:MOST_WORDS]:
        holds &= Q(words__contains=word)
    return near.filter(holds | Q(name_key__trigram_word_similar=typed)).order_by(
        "-likeness", "legal_name", "pk"
    )
