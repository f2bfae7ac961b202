"""What search engines may read, each page in every language (sitemaps.org, hreflang)."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.urls import reverse

from events.models import Event, Series
from offers.models import Offer
from partners.models import Cluster, Organisation

PAGES = (
    "gin:home",
    "offers:list",
    "events:list",
    "events:past",
    "partners:cluster_list",
    "partners:organisation_list",
    "gin:about",
    "gin:accessibility",
    "gin:privacy",
)


class PortalSitemap(Sitemap):
    i18n = True
    alternates = True
    limit = 5000  # of a file; sitemaps.org allows 50,000 addresses and 50 MB


class PageSitemap(PortalSitemap):
    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class OfferSitemap(PortalSitemap):
    def items(self) -> QuerySet[Offer]:
        visible = Offer.objects.visible_to(AnonymousUser())
        return visible.only("reference", "updated_at").order_by("pk")

    def lastmod(self, item: Offer) -> datetime:
        return item.updated_at


class EventSitemap(PortalSitemap):
    def items(self) -> QuerySet[Event]:
        return Event.objects.visible_to(AnonymousUser()).only("updated_at").order_by("pk")

    def lastmod(self, item: Event) -> datetime:
        return item.updated_at


class SeriesSitemap(PortalSitemap):
    def items(self) -> QuerySet[Series]:
        return Series.objects.visible_to(AnonymousUser()).only("pk")


class OrganisationSitemap(PortalSitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.listed().only("slug").order_by("pk")


class ClusterSitemap(PortalSitemap):
    def items(self) -> QuerySet[Cluster]:
        return Cluster.objects.active().only("code")


SITEMAPS = {
    "pages": PageSitemap,
    "offers": OfferSitemap,
    "events": EventSitemap,
    "series": SeriesSitemap,
    "organisations": OrganisationSitemap,
    "clusters": ClusterSitemap,
}
index = login_not_required(views.index)
section = login_not_required(views.sitemap)
