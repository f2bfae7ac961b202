from django.urls import path, register_converter

from publishing.kinds import KindConverter
from publishing.views import reports, review

app_name = "publishing"
register_converter(KindConverter, "kind")

urlpatterns = [
    path("review/", review.queue, name="queue"),
    path("<kind:kind>/<int:pk>/", review.review, name="review"),
    path("<kind:kind>/<int:pk>/move/", review.move, name="move"),
    path("<kind:kind>/<int:pk>/report/", reports.report, name="report"),
    path("reports/<int:pk>/", reports.close, name="report_close"),
]
