from django.urls import path

from publishing.views import files, reports, review, translations

app_name = "publishing"

urlpatterns = [
    path("review/", review.queue, name="queue"),
    path("reports/<int:pk>/", reports.close, name="report_close"),
    path("attachments/<int:pk>/", files.attachment, name="attachment"),
    path("<kind:kind>/<int:pk>/", review.review, name="review"),
    path("<kind:kind>/<int:pk>/move/", review.move, name="move"),
    path("<kind:kind>/<int:pk>/report/", reports.report, name="report"),
    path("<kind:kind>/<int:pk>/translations/", translations.overview, name="translations"),
    path(
        "<kind:kind>/<int:pk>/translations/<str:language>/",
        translations.translate,
        name="translate",
    ),
    path("<kind:kind>/<int:pk>/files/", files.files, name="files"),
    path("<kind:kind>/<int:pk>/files/images/add/", files.image_add, name="image_add"),
    path("<kind:kind>/<int:pk>/files/images/remove/", files.image_remove, name="image_remove"),
    path("<kind:kind>/<int:pk>/files/attach/", files.attachments_add, name="attachments_add"),
    path("<kind:kind>/<int:pk>/files/detach/", files.attachment_remove, name="attachment_remove"),
]
