"""The gallery of components, for those who build pages: each in each of its states (DEBUG)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from partners import filters
from partners.differences import Change, compare_words
from partners.filters import Option, Pill
from partners.forms.organisations import LogoInput
from partners.maps import dots, draw
from partners.models import Cluster
from partners.widgets import (
    Card,
    CheckGrid,
    CheckGroups,
    CheckList,
    ChoiceCards,
    CountedInput,
    DateInput,
    RadioList,
)

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
PLACES = (
    ("Kraków", "PL", "PL21", 50.06, 19.94),
    ("Zaragoza", "ES", "ES24", 41.65, -0.88),
    ("Cluj-Napoca", "RO", "RO11", 46.77, 23.6),
    ("Kozani", "GR", "EL53", 40.3, 21.79),
    ("Oulu", "FI", "FI1D", 65.01, 25.47),
    ("Lyon", "FR", "FRK2", 45.76, 4.84),
)
CHOICES = [("a", "First choice"), ("b", "Second choice"), ("c", "Third choice")]
GROUPS = [("Group one", CHOICES), ("Group two", [("d", "Fourth choice")])]


@dataclass
class Region:
    """Stands for a partners.models.Cluster."""

    thread: str
    city: str
    country: str
    nuts: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"Cluster of {self.city}"

    @property
    def place(self) -> str:
        return f"{self.city}, {self.country}"

    def get_absolute_url(self) -> str:
        return reverse("gin:components")


@dataclass
class Picture:
    """Stands for a publishing.models.Image."""

    url: str
    alternative_text: str = "The mark of the network"
    width: int = 120
    height: int = 120
    sources: tuple[tuple[str, str], ...] = ()


class SampleForm(forms.Form):
    """A field of each kind of widget."""

    line = forms.CharField(help_text="A hint says what helps to fill it in.")
    counted = forms.CharField(max_length=60, required=False, widget=CountedInput)
    text = forms.CharField(max_length=500, widget=forms.Textarea)
    select = forms.ChoiceField(choices=CHOICES)
    day = forms.DateField(widget=DateInput)
    cards = forms.ChoiceField(
        choices=CHOICES[:2],
        widget=ChoiceCards(
            cards={
                "a": Card("offer", "Says what it means in a sentence."),
                "b": Card("request", "And so does the other."),
            }
        ),
    )
    one = forms.ChoiceField(choices=CHOICES, widget=RadioList)
    some = forms.MultipleChoiceField(choices=CHOICES, widget=CheckList)
    columns = forms.MultipleChoiceField(choices=CHOICES, required=False, widget=CheckGrid)
    groups = forms.MultipleChoiceField(choices=GROUPS, required=False, widget=CheckGroups)
    logo = forms.ImageField(required=False, widget=LogoInput)
    box = forms.BooleanField()


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    threads = zip(Cluster.Thread.values, PLACES, strict=True)
    clusters = [Region(thread, *place) for thread, place in threads]
    here = reverse("gin:components")
    picture = Picture(static("img/logo.svg"))
    context = {
        "clusters": clusters,
        "map": draw(clusters),
        "dots": dots([(48.2, 16.37, 9, "krk"), (52.5, 13.4, 40, "")]),
        "empty_form": SampleForm(auto_id="empty_%s", initial={"logo": picture}),
        "filled_form": SampleForm(
            {"line": "Typed", "counted": "x" * 70, "cards": "a", "groups": "d"}, auto_id="bad_%s"
        ),
        "options": [
            Option(cluster.thread, filters.Region(cluster.city, cluster.thread), 12, not i)
            for i, cluster in enumerate(clusters)
        ],
        "pills": [Pill("Kraków", here), Pill("Request", here)],
        "facts": [("Reference", "KRK-2026-0418"), ("Open until", "18 May 2027"), ("Empty", "")],
        "figures": [(126, "open offers and requests"), ("1.5", "working days")],
        "steps": ["Draft", "In review", "Published"],
        "picture": picture,
        "changes": [Change("Summary", *compare_words("Sells pumps.", "Sells quiet pumps."), "en")],
        "numbered": Paginator(range(3), 1).page(2),
        "at": AT,
        "here": here,
    }
    return render(request, "gin/components.html", context)
