from django.urls import path

from threads import views

app_name = "threads"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/say/", views.say, name="say"),
    path("<int:pk>/consent/", views.consent, name="consent"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/end/", views.end, name="end"),
]
