from django.urls import path

from events.views import (
    attendees,
    browse,
    check_in,
    clone,
    detail,
    edit,
    mine,
    month,
    questions,
    register,
    registration,
    series,
)

app_name = "events"

urlpatterns = [
    path("", browse.event_list, name="list"),
    path("past/", browse.past, name="past"),
    path("atom.xml", browse.feed, name="feed"),
    path("events.csv", browse.events_csv, name="csv"),
    path("events.json", browse.events_json, name="json"),
    path("events.ics", browse.events_ics, name="ics"),
    path("<int:year>-<int:month>/", month.month, name="month"),
    path("new/", edit.event_create, name="create"),
    path("autosave/", edit.autosave, name="autosave"),
    path("mine/", mine.mine, name="mine"),
    path("<int:pk>/", detail.event_detail, name="detail"),
    path("<int:pk>/edit/", edit.event_edit, name="edit"),
    path("<int:pk>/event.ics", detail.event_ics, name="event_ics"),
    path("<int:pk>/register/", register.register, name="register"),
    path("<int:pk>/registered/", register.registered, name="registered"),
    path("<int:pk>/attendees/", attendees.attendees, name="attendees"),
    path("<int:pk>/attendees/<int:registration>/", attendees.attendee, name="attendee"),
    path("<int:pk>/attendees.csv", attendees.attendees_csv, name="attendees_csv"),
    path("<int:pk>/sign-in-sheet/", attendees.sign_in_sheet, name="sign_in_sheet"),
    path("<int:pk>/check-in/", check_in.check_in, name="check_in"),
    path("tickets/<uuid:ticket>/", check_in.ticket, name="ticket"),
    path("registrations/<str:key>/", registration.registration, name="registration"),
    path(
        "registrations/<str:key>/event.ics", registration.registration_ics, name="registration_ics"
    ),
    path("<int:pk>/clone/", clone.event_clone, name="clone"),
    path("<int:pk>/questions/", questions.questions, name="questions"),
    path("<int:pk>/questions/new/", questions.question_add, name="question_add"),
    path("<int:pk>/questions/<int:question>/", questions.question_edit, name="question_edit"),
    path(
        "<int:pk>/questions/<int:question>/delete/",
        questions.question_delete,
        name="question_delete",
    ),
    path("series/", series.series_list, name="series_list"),
    path("series/new/", series.series_create, name="series_create"),
    path("series/<int:pk>/", series.series, name="series"),
    path("series/<int:pk>/edit/", series.series_edit, name="series_edit"),
    path("series/<int:pk>/series.ics", series.series_ics, name="series_ics"),
]
