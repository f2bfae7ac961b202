"""For whom a person may act is asked once while a page is made, and anew everywhere else."""

import pytest
from django.http import HttpResponse

from partners.models import Cluster, Organisation
from partners.standing import StandingMiddleware
from tests.make import make_member, make_staff


@pytest.fixture
def asked(rf):
    """`asked(method, view)` → what `view` returns within a request of that method."""

    def ask(method: str, view):
        returned = []

        def respond(request):
            returned.append(view())
            return HttpResponse()

        StandingMiddleware(respond)(rf.generic(method, "/"))
        return returned[0]

    return ask


def of(user) -> tuple[list, list, list]:
    return (
        list(Cluster.objects.staffed_by(user)),
        list(Cluster.objects.coordinated_by(user)),
        list(Organisation.objects.represented_by(user)),
    )


@pytest.mark.parametrize(
    "person",
    [
        "visitor",
        "stranger",
        "krk_member",
        "krk_editor",
        "krk_coordinator",
        "zgz_coordinator",
        "administrator",
    ],
)
def test_the_answer_is_the_same_while_a_page_is_made(person, request, asked, krk_company):
    user = request.getfixturevalue(person)

    assert asked("GET", lambda: (of(user), of(user))) == (of(user), of(user))


def test_an_inactive_person_acts_for_nobody(krk_coordinator, asked):
    krk_coordinator.is_active = False

    assert asked("GET", lambda: of(krk_coordinator)) == ([], [], [])


def test_people_do_not_get_the_answers_of_others(asked, krk_member, zgz_member, krk_company):
    krk_member_s, zgz_member_s = asked("GET", lambda: (of(krk_member), of(zgz_member)))

    assert krk_member_s == of(krk_member) and zgz_member_s == of(zgz_member)


def test_a_page_asks_for_each_once(asked, krk_editor, django_assert_num_queries):
    def read():
        with django_assert_num_queries(2):
            of_clusters = [Cluster.objects.staffed_by(krk_editor) for _ in range(9)]
            of_people = [Organisation.objects.represented_by(krk_editor) for _ in range(9)]
        return of_clusters and of_people

    assert asked("GET", read)


def test_nobody_who_acts_for_nobody_is_asked_about(asked, stranger, django_assert_num_queries):
    def read():
        of(stranger)
        with django_assert_num_queries(0):
            return of(stranger)

    assert asked("GET", read) == ([], [], [])


def test_a_request_that_writes_sees_what_it_has_written(asked, stranger, krakow, krk_company):
    def write():
        before = of(stranger)
        make_staff(krakow, "editor", stranger)
        make_member(krk_company, user=stranger)
        return before, of(stranger)

    before, after = asked("POST", write)

    assert before == ([], [], [])
    assert after == ([krakow], [], [krk_company])


def test_the_next_request_asks_anew(asked, krk_editor):
    assert asked("GET", lambda: of(krk_editor))[0]
    krk_editor.staff_roles.update(state="ended")

    assert not asked("GET", lambda: of(krk_editor))[0]
    assert not of(krk_editor)[0]


def test_a_page_that_breaks_leaves_nothing_behind(rf, krk_editor):
    def respond(request):
        of(krk_editor)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        StandingMiddleware(respond)(rf.get("/"))

    krk_editor.staff_roles.update(state="ended")
    assert not of(krk_editor)[0]
