from django.urls import path

from partners.views import account, clusters, decisions, joining, organisations, people

app_name = "partners"

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/new/", joining.register, name="register"),
    path("join/organisations/<slug:slug>/", joining.claim, name="claim"),
    path("join/pending/", joining.pending, name="pending"),
    path("join/requests/<int:pk>/withdraw/", joining.withdraw, name="withdraw"),
    path("join/invitations/<int:pk>/accept/", people.accept, name="accept"),
    path("invitations/<slug:token>/", people.invitation, name="invitation"),
    path("people/invitations/<int:pk>/resend/", people.resend, name="resend"),
    path("people/invitations/<int:pk>/withdraw/", people.take_back, name="take_back"),
    path("people/approvals/", decisions.approvals, name="approvals"),
    path(
        "people/memberships/<int:pk>/<slug:name>/",
        decisions.membership_move,
        name="membership_move",
    ),
    path("people/roles/<int:pk>/<slug:name>/", decisions.staff_role_move, name="staff_role_move"),
    path("companies/", organisations.organisation_list, name="organisation_list"),
    path("companies.csv", organisations.organisation_table, name="organisation_table"),
    path("companies/<slug:slug>/", organisations.organisation_detail, name="organisation_detail"),
    path("companies/<slug:slug>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("companies/<slug:slug>/people/", people.people, name="people"),
    path(
        "companies/<slug:slug>/moves/<slug:name>/",
        decisions.organisation_move,
        name="organisation_move",
    ),
    path("clusters/", clusters.cluster_list, name="cluster_list"),
    path("clusters/<slug:code>/", clusters.cluster_detail, name="cluster_detail"),
    path("clusters/<slug:code>/edit/", clusters.cluster_edit, name="cluster_edit"),
    path("clusters/<slug:code>/staff/", people.staff, name="staff"),
    path("settings/", account.settings, name="settings"),
    path("settings/data/", account.data, name="data"),
    path("settings/erase/", account.erase, name="erase"),
]
