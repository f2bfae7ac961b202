from django.urls import path

from partners.views import decisions, joining, people

app_name = "partners"

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/new/", joining.register, name="register"),
    path("join/organisations/<slug:slug>/", joining.claim, name="claim"),
    path("join/pending/", joining.pending, name="pending"),
    path("join/requests/<int:pk>/withdraw/", joining.withdraw, name="withdraw"),
    path("join/invitations/<int:pk>/accept/", people.accept, name="accept"),
    path("invitations/<slug:token>/", people.invitation, name="invitation"),
    path(
        "people/invitations/<int:pk>/<slug:act>/", people.invitation_change, name="invitation_change"
    ),
    path("people/approvals/", decisions.approvals, name="approvals"),
    path("people/memberships/<int:pk>/<slug:name>/", decisions.membership_move, name="membership_move"),
    path("people/roles/<int:pk>/<slug:name>/", decisions.staff_role_move, name="staff_role_move"),
    path("companies/<slug:slug>/people/", people.people, name="people"),
    path(
        "companies/<slug:slug>/moves/<slug:name>/",
        decisions.organisation_move,
        name="organisation_move",
    ),
    path("clusters/<slug:code>/staff/", people.staff, name="staff"),
]
