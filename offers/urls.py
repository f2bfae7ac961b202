from django.urls import path

from offers.views import browse

app_name = "offers"

urlpatterns = [
    path("", browse.offer_list, name="list"),
]
