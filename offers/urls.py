from django.urls import path, register_converter

from offers.references import ReferenceConverter
from offers.views import alerts, browse, detail, edit, interest, mine

app_name = "offers"
register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", browse.offer_list, name="list"),
    path("atom.xml", browse.feed, name="feed"),
    path("offers.csv", browse.offers_csv, name="csv"),
    path("offers.json", browse.offers_json, name="json"),
    path("new/", edit.offer_create, name="create"),
    path("autosave/", edit.autosave, name="autosave"),
    path("mine/", mine.mine, name="mine"),
    path("saved/", mine.bookmarks, name="bookmarks"),
    path("alerts/", alerts.alert_list, name="alerts"),
    path("alerts/new/", alerts.alert_create, name="alert_create"),
    path("alerts/<int:pk>/", alerts.alert_edit, name="alert_edit"),
    path("alerts/<int:pk>/delete/", alerts.alert_delete, name="alert_delete"),
    path("alerts/stop/<str:token>/", alerts.alerts_stop, name="alerts_stop"),
    path("<reference:reference>/", detail.offer_detail, name="detail"),
    path("<reference:reference>/edit/", edit.offer_edit, name="edit"),
    path("<reference:reference>/save/", detail.bookmark, name="bookmark"),
    path("<reference:reference>/extend/", detail.extend, name="extend"),
    path("<reference:reference>/interest/", interest.interest, name="interest"),
    path("<reference:reference>/replies/", detail.replies, name="replies"),
]
