"""The clusters: the doors to their regions."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from moves.generation import kept_for_visitors
from partners.editing import ClusterProfile
from partners.maps import draw
from partners.models import Cluster, Organisation
from partners.panels import beside, tallied
from partners.views.profiles import edit

NEWEST = 8  # members named on the page of their cluster


@login_not_required
@kept_for_visitors
def cluster_list(request: HttpRequest) -> HttpResponse:
    clusters = list(Cluster.objects.active().with_texts().with_members().order_by("pk"))
    context = {"lines": tallied(Cluster, clusters), "map": draw(clusters)}
    return render(request, "partners/cluster_list.html", context)


@login_not_required
@kept_for_visitors
def cluster_detail(request: HttpRequest, code: str) -> HttpResponse:
    cluster = _active(code)
    members = Organisation.objects.verified().filter(cluster=cluster)
    context = {
        "cluster": cluster,
        "text": cluster.text,
        "contacts": cluster.contacts.all(),
        "members": members.order_by(F("verified_at").desc(nulls_last=True), "-pk")[:NEWEST],
        "total": members.count(),
        "panels": beside(cluster),
        "is_coordinator": _is_coordinator(request, cluster),
        "structured": _structured(cluster),
    }
    return render(request, "partners/cluster_detail.html", context)


def cluster_edit(request: HttpRequest, code: str) -> HttpResponse:
    cluster = _active(code)
    if not _is_coordinator(request, cluster):
        raise PermissionDenied
    template = "partners/cluster_edit.html"
    return edit(request, ClusterProfile, cluster, template=template, done=_("Saved."))


def _active(code: str) -> Cluster:
    return get_object_or_404(Cluster.objects.active().with_texts(), code=code.upper())


def _is_coordinator(request: HttpRequest, cluster: Cluster) -> bool:
    return Cluster.objects.coordinated_by(request.user).filter(pk=cluster.pk).exists()


def _structured(cluster: Cluster) -> dict:
    """The cluster in the words of schema.org; what is not known is left out."""
    data = {
        "@type": "Organization",
        "name": cluster.name,
        "url": cluster.website,
        "email": cluster.email,
        "telephone": cluster.phone,
        "mainEntityOfPage": settings.SITE_URL + cluster.get_absolute_url(),
        "foundingDate": str(cluster.founded or ""),
        "description": cluster.text.tagline if cluster.text else "",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": cluster.city,
            "addressCountry": cluster.country.code,
        },
    }
    return {key: value for key, value in data.items() if value}
