import pytest
from django.urls import reverse
from django.utils import timezone

from offers.models import OfferText
from publishing.saving import saving
from publishing.translating import Status, translations
from tests.make import make_offer, make_published_offer

WORDS = {
    "title": "Czujnik cukru w moszczu",
    "summary": "Mierzy cukier bez pobierania próbki.",
    "description": "Działa od dwóch lat.\n\n- bez próbki",
    "advantages": "Szybciej i taniej.",
    "expertise": "Doświadczenie z czujnikami.",
    "partner_role": "Badanie na własnej linii.",
}


def overview(offer) -> str:
    return reverse("publishing:translations", args=[offer.kind_of_item, offer.pk])


def url(offer, language: str = "pl") -> str:
    return reverse("publishing:translate", args=[offer.kind_of_item, offer.pk, language])


def status_of(offer, language: str = "pl") -> Status:
    offer = type(offer).objects.get(pk=offer.pk)
    return next(t.status for t in translations(offer) if t.language == language)


def rewrite(offer, user, **words) -> None:
    with saving(offer, user=user, now=timezone.now()) as locked:
        locked.texts.filter(language="en").update(**words)


@pytest.fixture
def offer(krk_company):
    return make_published_offer(krk_company, text={"title": "A sensor for sugar in must"})


@pytest.fixture
def translator(client, krk_member):
    client.force_login(krk_member)
    return client


def test_the_original_stands_beside_the_translation(offer, translator):
    page = translator.get(url(offer)).content.decode()

    assert "A sensor for sugar in must" in page
    assert "Experience with sensors." in page
    assert page.count("<textarea") == 5 and 'lang="pl"' in page


def test_what_the_original_does_not_say_is_not_asked_for(offer, translator):
    page = translator.get(url(offer)).content.decode()

    assert "Note on intellectual property" not in page


def test_a_translation_is_saved_clean_and_found_in_its_language(offer, translator):
    response = translator.post(url(offer), {**WORDS, "version": 1}, follow=True)

    assert response.redirect_chain == [(overview(offer), 302)]
    text = OfferText.objects.get(item=offer, language="pl")
    assert text.description == "<p>Działa od dwóch lat.</p><ul><li>bez próbki</li></ul>"
    assert status_of(offer) == Status.CURRENT
    offer.refresh_from_db()
    assert offer.version == 2 and "moszcz" in offer.words


def test_each_language_tells_how_it_stands(offer, translator, krk_member):
    assert status_of(offer) == Status.MISSING
    translator.post(url(offer), {**WORDS, "version": 1})
    rewrite(offer, krk_member, summary="It measures more now.")

    page = translator.get(overview(offer)).content.decode()

    assert status_of(offer) == Status.OLDER
    assert "Older than the original" in page and page.count("Not translated yet") == 3


def test_the_translator_sees_what_changed_in_the_original_since(offer, translator, krk_member):
    translator.post(url(offer), {**WORDS, "version": 1})
    rewrite(offer, krk_member, summary="What offer 1 measures, in two lines for the list.")

    page = translator.get(url(offer)).content.decode()

    assert "The original has changed since" in page
    assert "<del>" in page and "<ins>" in page


def test_facts_that_change_make_no_translation_older(offer, translator, krk_member):
    translator.post(url(offer), {**WORDS, "version": 1})
    with saving(offer, user=krk_member, now=timezone.now()) as locked:
        locked.stage = "concept"
        locked.save(update_fields=["stage"])

    assert status_of(offer) == Status.CURRENT


def test_a_translation_saved_as_it_is_counts_as_up_to_date_again(offer, translator, krk_member):
    translator.post(url(offer), {**WORDS, "version": 1})
    rewrite(offer, krk_member, summary="Only a comma changed.")

    translator.post(url(offer), {**WORDS, "version": 3})

    assert status_of(offer) == Status.CURRENT


def test_the_translation_of_a_draft_that_was_never_kept_is_up_to_date(krk_company, translator):
    draft = make_offer(krk_company)

    translator.post(url(draft), {**WORDS, "version": 1})

    assert status_of(draft) == Status.CURRENT


def test_a_translation_says_all_that_the_original_says(offer, translator):
    response = translator.post(url(offer), {**WORDS, "summary": "", "version": 1})

    assert response.status_code == 422
    assert "Czujnik cukru w moszczu" in response.content.decode()
    assert not OfferText.objects.filter(language="pl").exists()


def test_a_translation_keeps_to_the_limits_and_is_told_by_how_much(offer, translator):
    words = {**WORDS, "summary": "x" * 507, "expertise": "<p>" + "y" * 2001 + "</p>"}

    response = translator.post(url(offer), {**words, "version": 1})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Shorten it by 7 characters." in page and "Shorten it by 1 character." in page


@pytest.mark.parametrize("bad", ["a\0b", "x" * 1_000_000])
def test_bad_words_are_refused_beside_the_field(bad, offer, translator):
    response = translator.post(url(offer), {**WORDS, "title": bad, "version": 1})

    assert response.status_code == 422


def test_scripts_do_not_get_through(offer, translator):
    words = {**WORDS, "description": "<p onclick=alert(1)>Tak<script>alert(1)</script></p>"}

    translator.post(url(offer), {**words, "version": 1})

    assert OfferText.objects.get(language="pl").description == "<p>Tak</p>"


def test_of_two_translators_the_second_sees_both_texts_and_chooses(offer, translator):
    translator.post(url(offer), {**WORDS, "version": 1})
    other = {**WORDS, "title": "Sonda cukru w moszczu"}

    response = translator.post(url(offer), {**other, "version": 1})

    page = response.content.decode()
    assert response.status_code == 409
    assert "<del>Czujnik</del>" in page and "<ins>Sonda</ins>" in page
    assert 'name="version" value="2"' in page
    assert OfferText.objects.get(language="pl").title == WORDS["title"]

    translator.post(url(offer), {**other, "version": 2})
    assert OfferText.objects.get(language="pl").title == other["title"]


def test_a_translation_sent_twice_is_saved_once(offer, translator):
    for _time in range(2):
        response = translator.post(url(offer), {**WORDS, "version": 1})

    offer.refresh_from_db()
    assert response.url == overview(offer) and offer.version == 2


def test_what_somebody_mended_meanwhile_is_not_removed(offer, translator):
    translator.post(url(offer), {**WORDS, "version": 1})

    response = translator.post(url(offer), {"remove": "1", "version": 1}, follow=True)

    assert "Somebody has changed it" in response.content.decode()
    assert status_of(offer) == Status.CURRENT


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30])
def test_without_a_sound_version_nothing_is_saved(version, offer, translator):
    assert translator.post(url(offer), {**WORDS, "version": version}).status_code == 422
    assert not OfferText.objects.filter(language="pl").exists()


def test_a_translation_can_be_removed(offer, translator):
    translator.post(url(offer), {**WORDS, "version": 1})

    translator.post(url(offer), {"remove": "1", "version": 2})

    assert status_of(offer) == Status.MISSING


@pytest.mark.parametrize("language", ["en", "xx", "de", "PL"])
def test_there_is_no_translation_into_the_own_or_an_unknown_language(language, offer, translator):
    assert translator.get(url(offer, language)).status_code == 404


def test_there_is_nothing_to_translate_before_the_original(krk_company, translator):
    draft = make_offer(krk_company)
    draft.texts.all().delete()

    assert "Write the original first" in translator.get(overview(draft)).content.decode()
    assert translator.get(url(draft)).status_code == 404


@pytest.mark.parametrize(
    ("who", "statuses"),
    [("zgz_coordinator", [404, 403]), ("stranger", [404, 403]), ("krk_editor", [200, 200])],
)
def test_translating_is_for_writers(who, statuses, krk_company, request, client):
    client.force_login(request.getfixturevalue(who))
    offers = make_offer(krk_company), make_published_offer(krk_company)

    for address in (overview, url):
        assert [client.get(address(offer)).status_code for offer in offers] == statuses
