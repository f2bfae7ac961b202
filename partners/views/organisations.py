"""The directory, and the page of one organisation."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from moves.generation import kept_for_visitors
from moves.machine import moves_for
from partners.directory import Directory, DirectorySearch, as_table
from partners.editing import OrganisationProfile
from partners.limits import Limit
from partners.maps import draw
from partners.models import Cluster, Organisation
from partners.panels import beside, tallied
from partners.views.profiles import edit
from partners.vocabularies import labels

SEARCHES = Limit("search", times=120, seconds=60)
TABLES = Limit("directory-csv", times=20, seconds=3600)


@login_not_required
@kept_for_visitors
def organisation_list(request: HttpRequest) -> HttpResponse:
    search = DirectorySearch.from_query(request.GET)
    if search.text and not SEARCHES.allows(request):
        return render(request, "429.html", status=429)
    directory = Directory(search)
    context = {
        "directory": directory,
        "search": search,
        "lines": tallied(Organisation, directory.page.object_list),
        "map": draw(Cluster.objects.active().with_texts()),
    }
    template = "_organisations" if request.htmx else "organisation_list"
    return render(request, f"partners/{template}.html", context)


@login_not_required
def organisation_table(request: HttpRequest) -> HttpResponse:
    """What the list shows, all of it, as CSV."""
    if not TABLES.allows(request):
        return render(request, "429.html", status=429)
    directory = Directory(DirectorySearch.from_query(request.GET))
    response = StreamingHttpResponse(
        as_table(directory.organisations), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    return response


@login_not_required
@kept_for_visitors
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _visible(request, slug)
    context = {
        "organisation": organisation,
        "text": organisation.text,
        "sector": labels("nace").get(organisation.nace),
        "keywords": _keywords(organisation),
        "panels": beside(organisation),
        "can_edit": _is_within("editable_by", request, organisation),
        "can_manage": _is_within("managed_by", request, organisation),
        "moves": moves_for(request.user, organisation),
        "structured": _structured(organisation),
    }
    return render(request, "partners/organisation_detail.html", context)


def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _visible(request, slug)
    if not _is_within("editable_by", request, organisation):
        raise PermissionDenied
    return edit(
        request,
        OrganisationProfile,
        organisation,
        template="partners/organisation_edit.html",
        done=_("Saved. The profile is confirmed as of today."),
    )


def _visible(request: HttpRequest, slug: str) -> Organisation:
    organisations = Organisation.objects.visible_to(request.user).select_related("cluster")
    return get_object_or_404(organisations.prefetch_related("texts", "cluster__texts"), slug=slug)


def _is_within(scope: str, request: HttpRequest, organisation: Organisation) -> bool:
    organisations = getattr(Organisation.objects, scope)(request.user)
    return organisations.filter(pk=organisation.pk).exists()


def _keywords(organisation: Organisation) -> list[str]:
    return [
        labels(vocabulary)[code]
        for vocabulary in ("technology", "market")
        for code in getattr(organisation, vocabulary)
        if code in labels(vocabulary)
    ]


def _structured(organisation: Organisation) -> dict:
    """The organisation in the words of schema.org; what is not known is left out."""
    data = {
        "@type": "Organization",
        "name": organisation.name,
        "legalName": organisation.legal_name,
        "url": organisation.website,
        "mainEntityOfPage": settings.SITE_URL + organisation.get_absolute_url(),
        "logo": settings.SITE_URL + organisation.logo.url if organisation.logo else "",
        "foundingDate": str(organisation.founded or ""),
        "description": organisation.text.offers if organisation.text else "",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": organisation.city,
            "addressCountry": organisation.country.code,
        },
    }
    return {key: value for key, value in data.items() if value}
