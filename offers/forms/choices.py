"""What the form of an offer lets choose from, grouped as it is shown."""

from django_countries import countries

from partners.models import Cluster, Term
from partners.vocabularies import choices, labels, path

Groups = list[tuple[str, list[tuple[str, str]]]]


def grouped(vocabulary: str) -> Groups:
    """The entries of the second level, under the names of those above them."""
    names = labels(vocabulary)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in choices(vocabulary, level=2):
        groups.setdefault(path(vocabulary, code)[0], []).append((code, label))
    return [(names[code], entries) for code, entries in groups.items()]


def keywords(vocabulary: str) -> Groups:
    """Like `grouped`, with the name of each group itself among its entries, as the first."""
    tops = {label: code for code, label in choices(vocabulary, level=1)}
    return [(label, [(tops[label], label), *entries]) for label, entries in grouped(vocabulary)]


def countries_by_nearness(network_label: str, others_label: str) -> Groups:
    """The countries of the network's clusters first, then all others."""
    near = {cluster.country.code for cluster in Cluster.objects.active()}
    return [
        (network_label, [(code, name) for code, name in countries if code in near]),
        (others_label, [(code, name) for code, name in countries if code not in near]),
    ]


def sectors(current: str) -> Groups:
    """NACE divisions by section; a finer code that an import has given stays what it is."""
    groups = grouped(Term.Vocabulary.NACE)
    known = {code for _section, entries in groups for code, _label in entries}
    label = labels("nace").get(current)
    own = [(label, [(current, label)])] if label and current not in known else []
    return [*own, *groups]
