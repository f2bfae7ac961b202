"""Is the organisation that somebody names one of those in the directory?"""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from partners.models import Organisation
from partners.names import Body, Verdict, classify, name_key

NEAREST = 30  # by name; the rules of partners.names decide among these


def recognise(organisation: Organisation) -> Verdict:
    """What `organisation`, not yet saved, may be among the listed ones: partners.names.classify.

    The `reference` of each match is the Organisation.
    """
    key = name_key(organisation.legal_name, str(organisation.country))
    if not key:
        return classify(_body(organisation, key), [])
    is_near = Q(name_key__trigram_similar=key)
    if organisation.website:
        is_near |= Q(website__icontains=_host(organisation.website))
    near = (
        Organisation.objects.listed()
        .filter(is_near, country=organisation.country)
        .exclude(pk=organisation.pk)
        .annotate(likeness=TrigramSimilarity("name_key", key))
        .order_by("-likeness", "pk")[:NEAREST]
    )
    return classify(_body(organisation, key), [_body(other, other.name_key) for other in near])


def _body(organisation: Organisation, key: str) -> Body:
    country = str(organisation.country)
    alias = name_key(organisation.short_name, country)
    return Body(
        name=organisation.legal_name,
        country=country,
        key=key,
        nuts=organisation.nuts,
        city=organisation.city,
        website=organisation.website,
        aliases=(alias,) if alias else (),
        reference=organisation,
    )


def _host(website: str) -> str:
    return website.partition("://")[2].removeprefix("www.").partition("/")[0]
