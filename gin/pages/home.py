from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.panels import coming
from gin.context import Page
from moves.generation import kept_for_visitors
from offers.listing import OFFERS, lines
from offers.models import Offer
from partners.maps import draw
from partners.models import Organisation
from publishing.facets import Choice, kind_of
from publishing.listing import today
from threads.figures import agreements, median_answer_hours

NEWEST = 5


@kept_for_visitors
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    day = today()
    OFFERS.roll(day)
    listed = Choice(kind_of(Offer), {})
    newest = Offer.objects.listed_at(listed.newest(NEWEST)).order_by("-position")
    total = listed.total()
    page = Page(request)
    context = {
        "page": page,  # instead of the context processor's: the clusters are asked for once
        "map": draw(page.clusters),
        "lines": lines(newest, day),
        "total": total,
        "coming": coming(),
        "figures": _figures(total),
        "structured": _structured(page),
    }
    return render(request, "gin/home.html", context)


def _figures(total: int) -> list[tuple[str | int, str]]:
    """Pairs of number and words; what cannot be told yet is left out."""
    organisations = Organisation.objects.listed().count()
    agreed = agreements()
    hours = median_answer_hours()
    shown: list[tuple[str | int, str]] = [
        (total, ngettext("open offer or request", "open offers and requests", total)),
        (
            organisations,
            ngettext("company or institute", "companies and institutes", organisations),
        ),
        (agreed, ngettext("agreement recorded", "agreements recorded", agreed)),
    ]
    if hours is not None:
        days = number_format(hours / 24, decimal_pos=1)
        shown.append((days, _("working days to a first answer, half of all replies sooner")))
    return shown


def _structured(page: Page) -> dict:
    """The site, who publishes it, and how it is searched (schema.org)."""
    members = [
        {
            "@type": "Organization",
            "name": cluster.name,
            "url": settings.SITE_URL + cluster.get_absolute_url(),
            "address": {
                "@type": "PostalAddress",
                "addressLocality": cluster.city,
                "addressCountry": cluster.country.code,
            },
        }
        for cluster in page.clusters
    ]
    return {
        "@type": "WebSite",
        "name": "Global Innovation Network",
        "url": settings.SITE_URL + reverse("gin:home"),
        "inLanguage": get_language(),
        "publisher": {
            "@type": "Organization",
            "name": "SMEGoNet – SME Go Global Networks",
            "email": page.help_email,
            "member": members,
        },
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}{reverse('offers:list')}?q={{q}}",
            "query-input": "required name=q",
        },
    }
