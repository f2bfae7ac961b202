"""The mailbox of the demo network: all mails, and only while it is on."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.MAILBOX = True
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.EMAIL_BACKEND = "gin.mailbox.MailboxBackend"
    return settings.MAILBOX_DIR


def send(subject: str = "Hello", body: str = "Text", **headers: str) -> None:
    EmailMessage(subject, body, to=["maria@krk.example"], headers=headers).send()


def first_mail(client) -> str:
    page = client.get(reverse("gin:mailbox"))
    name, _message = page.context["mails"][0]
    return client.get(reverse("gin:mail", args=[name])).text


def test_newest_first_a_page_at_a_time(client):
    for number in range(31):
        send(f"Mail {number}")
    text = client.get(reverse("gin:mailbox")).text
    assert text.index("Mail 30") < text.index("Mail 29")
    assert "Mail 0<" not in text
    assert "Mail 0<" in client.get(reverse("gin:mailbox"), {"page": 2}).text


def test_empty_one_says_how_it_fills(client):
    assert "No mail yet" in client.get(reverse("gin:mailbox")).text


def test_every_page_leads_to_it_while_it_is_on(client, settings):
    link = f'href="{reverse("gin:mailbox")}"'
    assert link in client.get(reverse("gin:about")).text
    settings.MAILBOX = False
    assert link not in client.get(reverse("gin:about")).text


def test_links_can_be_followed_and_nothing_else_is_html(client):
    send("<b>Zażółć</b> Ωmega", "See http://127.0.0.1:8000/offers/?a=1&b=2 <script>x</script>")
    text = first_mail(client)
    assert '<a href="http://127.0.0.1:8000/offers/?a=1&amp;b=2"' in text
    assert "&lt;b&gt;Zażółć&lt;/b&gt; Ωmega" in text
    assert "<script>x" not in text


def test_a_mail_is_marked_with_its_language(client):
    send("Cześć", "Treść", **{"Content-Language": "pl"})
    assert '<h1 lang="pl">Cześć</h1>' in first_mail(client)


def test_files_that_came_with_a_mail_can_be_had(client):
    message = EmailMessage("Hello", "Text", to=["maria@krk.example"])
    message.attach("visit.ics", "BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
    message.send()
    name, _message = client.get(reverse("gin:mailbox")).context["mails"][0]
    address = reverse("gin:mail_file", args=[name, 0])
    assert f'href="{address}"' in first_mail(client)
    answer = client.get(address)
    assert answer.getvalue() == b"BEGIN:VCALENDAR"
    assert answer["Content-Type"] == "text/calendar"
    assert 'filename="visit.ics"' in answer["Content-Disposition"]
    assert client.get(reverse("gin:mail_file", args=[name, 1])).status_code == 404


def test_files_are_whole(mailbox):
    send()
    assert [path.suffix for path in mailbox.iterdir()] == [".eml"]


@pytest.mark.parametrize("name", ["nothing", "1-a", "9" * 300])
def test_unknown_mail_is_not_found(client, name):
    assert client.get(f"/mailbox/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["/mailbox/..%2F..%2Fsecret/", "/mailbox/%00/"])
def test_no_way_out_of_the_folder(client, path):
    assert client.get(path).status_code == 404


def test_it_is_not_there_in_production(client, settings):
    send()
    settings.MAILBOX = False
    assert client.get(reverse("gin:mailbox")).status_code == 404
    assert client.get(reverse("gin:mail", args=["any"])).status_code == 404
