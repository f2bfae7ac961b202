"""Alerts: searches that are kept, and what is new in them told by mail, once."""

from datetime import datetime, time, timedelta
from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from offers import alerts
from offers.alerts import save_search, stop_token
from offers.filters import Search
from offers.models import Alert, Offer
from offers.tasks import announce_news, look_for_news
from partners import erasure
from partners.limits import Limit
from publishing.listing import forget_roll, today
from tests.make import make_offer, make_published_offer, make_user
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
LIST, ALERTS, CREATE = map(reverse, ("offers:list", "offers:alerts", "offers:alert_create"))


@pytest.fixture
def member(client, krk_member):
    client.force_login(krk_member)
    return client


@pytest.fixture
def morning(monkeypatch):
    """`morning(days)` lets the job run on the morning `days` from today."""

    seven = timezone.make_aware(datetime.combine(today(), time(7)))

    def run(days=1):
        now = seven + timedelta(days=days)
        monkeypatch.setattr("offers.tasks.timezone.now", lambda: now)
        mail.outbox.clear()
        look_for_news.call()
        return list(mail.outbox)

    return run


def keep(user, query="", **fields):
    search = Search.from_query(QueryDict(query))
    alert, _is_new = save_search(search, user=user, now=timezone.now())
    Alert.objects.filter(pk=alert.pk).update(**{"looked_on": today(), **fields})
    return Alert.objects.get(pk=alert.pk)


def publish(organisation, title, **fields):
    return make_published_offer(organisation, text={"title": title}, **fields)


def save(client, query=""):
    return client.post(CREATE, {"next": f"{LIST}?{query}"}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


# Saving a search


def test_search_is_saved_from_the_list_which_stays(member, krk_member, krk_company):
    publish(krk_company, "Sensor of milk")
    page = member.get(f"{LIST}?q=sensor&kind=offer&sort=closing")
    form = next(form for form in Page(page.text).forms if form.action == CREATE)
    assert form.method == "post"
    assert f'name="next" value="{LIST}?q=sensor&amp;kind=offer&amp;sort=closing"' in page.text

    response = member.post(CREATE, {"next": f"{LIST}?q=sensor&kind=offer&sort=closing"})

    assert response.url == f"{LIST}?q=sensor&kind=offer&sort=closing"
    alert = Alert.objects.get()
    assert (alert.user, alert.frequency) == (krk_member, "daily")
    assert alert.query == "q=sensor&kind=offer"
    assert alert.name == "Offer, “sensor”"


def test_visitor_signs_in_first_and_comes_back_to_the_same_list(client, krk_company):
    page = client.get(f"{LIST}?q=nothingatall&cluster=KRK")

    assert '<form id="alert" action="/account/login/">' in page.text
    assert not page.cookies
    sign_in = client.get(reverse("account_login"), {"next": f"{LIST}?q=nothingatall&cluster=KRK"})
    fields = [form.fields for form in Page(sign_in.text).forms if "login" in form.fields]
    assert fields[0]["next"] == [f"{LIST}?q=nothingatall&cluster=KRK"]


def test_same_search_is_one_alert(member, krakow, zaragoza):
    for query in (
        "cluster=ZGZ&cluster=KRK&q=sensor",
        "q=++sensor+&cluster=KRK&cluster=ZGZ&sort=closing&from=7&page=1",
    ):
        response = save(member, query)

    assert "among your alerts already" in said(response)[0]
    assert Alert.objects.count() == 1


def test_many_alerts_in_an_hour_are_too_many(member, monkeypatch):
    monkeypatch.setattr("offers.views.alerts.LIMIT", Limit("few", times=1, seconds=3600))
    save(member, "q=one")

    assert "many searches just now" in said(save(member, "q=two"))[0]
    assert Alert.objects.count() == 1


def test_equal_searches_of_two_people_are_two_alerts(krk_member, zgz_member):
    keep(krk_member, "q=sensor")
    keep(zgz_member, "q=sensor")

    assert Alert.objects.count() == 2


def test_long_search_is_kept_whole(member):
    save(member, "q=" + "%F0%9F%A7%AA" * 200)

    alert = Alert.objects.get()
    assert len(alert.query) == 2402
    assert len(alert.name) == 200


def test_search_for_everything_has_a_name(krk_member):
    assert str(keep(krk_member)) == "All offers and requests"


def test_person_keeps_twenty_and_is_told_so(member, krk_member, monkeypatch):
    monkeypatch.setattr(alerts, "MOST", 2)
    keep(krk_member, "q=one")
    keep(krk_member, "q=two")

    response = save(member, "q=three")

    assert response.redirect_chain[0][0] == ALERTS
    assert said(response) == [
        "You have 2 alerts, which is as many as one may keep. Delete one first."
    ]
    assert Alert.objects.count() == 2
    assert "among your alerts already" in said(save(member, "q=two"))[0]
    with pytest.raises(ValidationError):
        keep(krk_member, "q=three")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//[", "\0?q=\0&kind=\0", "/offers/?q=%00&kind=none", ""]
)
def test_bad_address_leads_nowhere_else(member, address):
    response = member.post(CREATE, {"next": address})

    assert response.url == f"{LIST}?"
    assert Alert.objects.get().query == ""


# Own alerts


def test_own_alerts_are_listed_and_lead_to_their_searches(member, krk_member, zgz_member):
    alert = keep(krk_member, "q=sensor&kind=offer")
    keep(krk_member, "q=olive", frequency="paused")
    keep(zgz_member, "q=foreign")

    text = member.get(ALERTS).text

    assert f'href="{LIST}?q=sensor&amp;kind=offer"' in text
    assert reverse("offers:alert_edit", args=[alert.pk]) in text
    assert "Paused" in text
    assert "2 of 20 alerts." in text
    assert "foreign" not in text


def test_list_of_alerts_costs_the_same_for_one_and_for_all(member, krk_member):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            member.get(ALERTS)
        return len(queries)

    keep(krk_member, "cluster=KRK")
    cost()
    one = cost()
    for number in range(19):
        keep(krk_member, f"q={number}&cluster=KRK")

    assert cost() == one


def test_alert_is_renamed_and_told_less_often(member, krk_member):
    alert = keep(krk_member, "q=sensor")
    url = reverse("offers:alert_edit", args=[alert.pk])
    assert 'value="“sensor”"' in member.get(url).text

    response = member.post(url, {"name": "Our sensors", "frequency": "weekly"})

    assert response.url == ALERTS
    changed = Alert.objects.get()
    assert (changed.name, changed.frequency) == ("Our sensors", "weekly")
    assert changed.query == "q=sensor"


@pytest.mark.parametrize(
    "bad", [{"name": ""}, {"name": "x" * 201}, {"name": "a\0b"}, {"frequency": "hourly"}]
)
def test_bad_change_is_told_and_what_was_typed_stays(member, krk_member, bad):
    alert = keep(krk_member, "q=sensor")
    url = reverse("offers:alert_edit", args=[alert.pk])

    response = member.post(url, {"name": "Typed", "frequency": "weekly", **bad})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(bad)
    assert Alert.objects.get().name == "“sensor”"


def test_change_does_not_let_it_find_again_what_it_found_meanwhile(
    member, krk_member, krk_company, morning, monkeypatch
):
    alert = keep(krk_member)
    publish(krk_company, "Told once")
    assert len(morning()) == 1
    found = Alert.objects.get().position
    # The form was opened with what there was before.
    monkeypatch.setattr(
        "offers.views.alerts.get_object_or_404", lambda scope, pk: scope.model(**_fields(alert))
    )

    member.post(
        reverse("offers:alert_edit", args=[alert.pk]), {"name": "New", "frequency": "daily"}
    )

    assert Alert.objects.get().name == "New"
    assert Alert.objects.get().position == found


def _fields(alert):
    return {field.attname: getattr(alert, field.attname) for field in Alert._meta.fields}


def test_alert_is_deleted_after_a_question(member, krk_member):
    alert = keep(krk_member)
    url = reverse("offers:alert_delete", args=[alert.pk])
    assert "Delete the alert?" in member.get(url).text
    assert Alert.objects.exists()

    response = member.post(url, follow=True)

    assert said(response) == ["Alert deleted: All offers and requests"]
    assert not Alert.objects.exists()


@pytest.mark.parametrize("page", ["offers:alert_edit", "offers:alert_delete"])
def test_alerts_of_others_and_none_are_not_found(member, zgz_member, page):
    alert = keep(zgz_member)

    for pk in (alert.pk, 0, 10**30):
        assert member.get(reverse(page, args=[pk])).status_code == 404
        assert member.post(reverse(page, args=[pk])).status_code == 404
    assert Alert.objects.exists()


def test_desk_shows_the_newest_alerts(member, krk_member):
    keep(krk_member, "q=sensor")

    text = member.get(reverse("gin:desk")).text

    assert f'<a href="{LIST}?q=sensor">“sensor”</a>' in text
    assert ALERTS in text


# Telling what is new


def test_person_is_told_of_what_was_published_since_and_never_again(
    krk_member, krk_company, zgz_company, morning
):
    publish(krk_company, "Sensor from before")
    keep(krk_member, "q=sensor&kind=offer")
    new = publish(zgz_company, "Sensor of milk")
    publish(zgz_company, "Sensor sought", kind="request")
    publish(zgz_company, "Olive stones")
    make_offer(zgz_company, text={"title": "Sensor not yet published"})

    (message,) = morning()

    assert message.to == [krk_member.email]
    assert message.subject == "New: Offer, “sensor”"
    assert "- Sensor of milk (offer, Zaragoza)\n  http" in message.body
    assert f"{new.get_absolute_url()}\n" in message.body
    assert f"{LIST}?q=sensor&kind=offer\n" in message.body
    for other in ("before", "sought", "Olive", "not yet"):
        assert other not in message.body
    assert "\n\n\n" not in message.body
    assert morning() == []
    assert morning(2) == []


def test_one_mail_tells_of_all_alerts_and_of_each_offer_once(krk_member, krk_company, morning):
    for query in ("q=sensor", "q=milk", "q=olive", "q=nothingatall"):
        keep(krk_member, query)
    publish(krk_company, "Sensor of milk")
    publish(krk_company, "Milk of sheep")
    publish(krk_company, "Olive stones")

    (message,) = morning()

    assert message.subject == "New: “sensor” · “milk” · “olive”"
    for title in ("Sensor of milk", "Milk of sheep", "Olive stones"):
        assert message.body.count(title) == 1
    assert "nothingatall" not in message.body


def test_nothing_new_is_no_mail(krk_member, krk_company, morning):
    keep(krk_member, "q=olive")
    publish(krk_company, "Sensor of milk")

    assert morning() == []


def test_weekly_alert_looks_after_a_week_and_paused_one_when_it_goes_on(
    krk_member, krk_company, morning
):
    alert = keep(krk_member, "q=sensor", frequency="weekly")
    keep(krk_member, "q=milk", frequency="paused")
    publish(krk_company, "Sensor of milk")

    assert [len(morning(days)) for days in (1, 6, 7, 8)] == [0, 0, 1, 0]
    Alert.objects.exclude(pk=alert.pk).update(frequency="daily")
    (message,) = morning(9)
    assert message.subject == "New: “milk”"


def test_mails_come_in_the_morning(krk_member, krk_company, monkeypatch):
    keep(krk_member)
    publish(krk_company, "Sensor")
    midnight = timezone.make_aware(datetime.combine(today(), time()))
    mail.outbox.clear()

    for hours, mails in ((24, 0), (29.9, 0), (30, 1), (40, 1)):
        now = midnight + timedelta(hours=hours)
        monkeypatch.setattr("offers.tasks.timezone.now", lambda now=now: now)
        look_for_news.call()
        assert len(mail.outbox) == mails


def test_mail_names_the_newest_and_leads_to_all(krk_member, krk_company, morning, monkeypatch):
    monkeypatch.setattr(alerts, "SHOWN", 2)
    keep(krk_member)
    for title in ("First", "Second", "Third"):
        publish(krk_company, title)

    (message,) = morning()

    assert message.body.index("Third") < message.body.index("Second")
    assert "First" not in message.body
    assert morning(2) == []


def test_mail_speaks_the_language_of_its_reader(krk_member, krk_company, morning):
    krk_member.language = "pl"
    krk_member.save()
    keep(krk_member)
    publish(krk_company, "Sensor").texts.create(language="pl", title="Czujnik")

    (message,) = morning()

    assert "Czujnik" in message.body
    assert "/pl/offers/" in message.body
    assert message.extra_headers["Content-Language"] == "pl"


def test_hidden_name_stays_hidden(krk_member, zgz_company, morning):
    keep(krk_member)
    publish(zgz_company, "Sensor", is_name_hidden=True)

    (message,) = morning()

    assert zgz_company.name not in message.body
    assert "Zaragoza" in message.body


def test_what_readers_no_longer_see_is_not_told(
    krk_member, krk_company, krk_coordinator, morning, settings
):
    keep(krk_member)
    publish(krk_company, "Expired")
    Offer.objects.update(closes_on=today() - timedelta(days=1))
    forget_roll()
    publish(krk_company, "Archived soon")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    morning()
    task = DBTaskResult.objects.get(task_path="offers.tasks.announce_news")
    Offer.objects.filter(state="published").update(words=None)

    announce_news.call(*task.args_kwargs["args"])

    assert mail.outbox == []


def test_who_left_is_not_told(krk_member, krk_company, morning):
    keep(krk_member)
    publish(krk_company, "Sensor")
    krk_member.is_active = False
    krk_member.save()

    assert morning() == []


def test_search_whose_filter_is_gone_finds_nothing_rather_than_all(
    krk_member, krk_company, zaragoza, morning
):
    keep(krk_member, "cluster=ZGZ")
    zaragoza.is_active = False
    zaragoza.save()
    publish(krk_company, "Sensor")

    assert morning() == []


def test_killed_in_the_middle_it_tells_nothing_twice_and_leaves_nothing_out(
    krk_member, zgz_member, krk_company, morning, monkeypatch
):
    keep(krk_member)
    keep(zgz_member)
    publish(krk_company, "Sensor")
    queue = announce_news.enqueue

    class Killed(BaseException):
        pass

    def die_at_the_second(_task, user_id, found):
        if user_id == zgz_member.pk:
            raise Killed
        queue(user_id, found)

    with monkeypatch.context() as patch:
        patch.setattr(type(announce_news), "enqueue", die_at_the_second)
        with pytest.raises(Killed):
            morning()
        assert [message.to for message in mail.outbox] == [[krk_member.email]]

    assert [message.to for message in morning()] == [[zgz_member.email]]


def test_looking_costs_the_same_for_few_and_for_many_offers(krk_member, krk_company, morning):
    def cost(days):
        with CaptureQueriesContext(connection) as queries:
            assert len(morning(days)) == 1
        return len(queries)

    keep(krk_member, "q=sensor&cluster=KRK")
    publish(krk_company, "Sensor")
    cost(1)
    publish(krk_company, "Sensor")
    one = cost(2)
    for number in range(30):
        publish(krk_company, f"Sensor {number}")

    assert cost(3) == one


# Stopping the mails


def test_mail_can_be_stopped_by_one_click(client, krk_member, zgz_member, krk_company, morning):
    keep(krk_member)
    keep(zgz_member)
    publish(krk_company, "Sensor")
    message = next(message for message in morning() if message.to == [krk_member.email])
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert url in message.body

    client.handler.enforce_csrf_checks = True
    response = client.post(url, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not response.cookies
    assert Alert.objects.of(krk_member).get().frequency == "paused"
    assert Alert.objects.of(zgz_member).get().frequency == "daily"


def test_link_in_the_mail_asks_first_and_names_nobody(client, krk_member):
    keep(krk_member, "q=sensor")

    text = client.get(reverse("offers:alerts_stop", args=[stop_token(krk_member)])).text

    assert Alert.objects.get().frequency == "daily"
    assert "Stop the e-mails of all your alerts?" in text
    assert krk_member.email not in text
    assert "“sensor”" not in text


@pytest.mark.parametrize("token", ["1", "1:x", "x", "%00", "ż" * 99])
def test_forged_link_is_no_page(client, krk_member, token):
    keep(krk_member)

    assert client.post(f"/offers/alerts/stop/{token}/").status_code == 404
    assert Alert.objects.get().frequency == "daily"


def test_other_mails_cannot_be_stopped(krk_company, krk_member):
    make_published_offer(krk_company, author=krk_member)

    assert mail.outbox
    assert all("List-Unsubscribe" not in message.extra_headers for message in mail.outbox)
    assert parseaddr(mail.outbox[0].to[0])[1]


# One's own data


def test_alerts_are_handed_out_and_forgotten(krk_member):
    user = make_user()
    keep(user, "q=sensor")
    keep(krk_member, "q=olive")

    (told,) = erasure.export(user)["alerts"]
    erasure.erase(user)

    assert (told["name"], told["query"], told["frequency"]) == ("“sensor”", "q=sensor", "daily")
    assert Alert.objects.get().user == krk_member
