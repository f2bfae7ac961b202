from datetime import date

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from offers.models import Offer, OfferText
from partners.models import Conflict
from publishing.models import Revision
from publishing.revisions import differences, original_differences, record, snapshot
from publishing.saving import saving
from tests.make import make_offer, make_published_offer


def say(offer: Offer, language: str = "en", **words) -> None:
    OfferText.objects.filter(item=offer, language=language).update(**words)


def change(offer: Offer, **fields) -> None:
    Offer.objects.filter(pk=offer.pk).update(**fields)
    offer.refresh_from_db()


def told(changes) -> list[tuple[str, str, str]]:
    """(label, before, after), in plain words."""
    return [
        (c.label, "".join(p.text for p in c.before), "".join(p.text for p in c.after))
        for c in changes
    ]


# Recording


def test_what_has_not_changed_is_no_new_revision(krakow, krk_editor):
    offer = make_offer(cluster=krakow)

    first = record(offer, user=krk_editor, now=timezone.now())
    again = record(offer, user=krk_editor, now=timezone.now())

    assert (first.pk, first.number) == (again.pk, 1)
    assert offer.revision == 1 and first.user == krk_editor


def test_every_change_is_kept_with_who_and_when(krakow, krk_editor):
    offer = make_offer(cluster=krakow)
    now = timezone.now()
    record(offer, user=krk_editor, now=now)
    say(offer, title="A better title")

    second = record(offer, user=krk_editor, now=now)

    assert (second.number, second.at) == (2, now)
    assert second.data["texts"]["en"]["title"] == "A better title"
    assert [r.number for r in Revision.objects.about(offer)] == [2, 1]


def test_the_original_counts_only_changes_of_its_own_words(krakow, krk_editor):
    offer = make_offer(cluster=krakow)
    record(offer, user=krk_editor, now=timezone.now())
    change(offer, stage="concept")
    record(offer, user=krk_editor, now=timezone.now())
    assert OfferText.objects.get(item=offer).of_revision == 1

    say(offer, summary="New words")
    record(offer, user=krk_editor, now=timezone.now())
    assert OfferText.objects.get(item=offer).of_revision == 3


def test_a_revision_holds_nothing_that_only_the_portal_counts(krakow):
    fields = snapshot(make_offer(cluster=krakow))["fields"]

    assert not {"state", "version", "words", "position", "token", "reference"} & set(fields)


# Comparing


def test_words_that_changed_are_marked_on_both_sides(krakow):
    offer = make_offer(cluster=krakow, text={"title": "A sensor for must"})
    before = snapshot(offer)
    say(offer, title="A probe for must")

    (found,) = differences(Offer, before, snapshot(offer))

    assert (found.label, found.language) == ("Title", "en")
    assert [p.text for p in found.before if p.is_changed] == ["sensor"]
    assert [p.text for p in found.after if p.is_changed] == ["probe"]


def test_tags_are_no_difference_but_their_words_are(krakow):
    offer = make_offer(cluster=krakow, text={"description": "<p>One two</p>"})
    before = snapshot(offer)

    say(offer, description="<p>One <strong>two</strong></p>")
    assert differences(Offer, before, snapshot(offer)) == []

    say(offer, description="<ul><li>One two</li></ul>")
    assert told(differences(Offer, before, snapshot(offer)))[0][2] == "– One two"


def test_codes_and_dates_are_told_in_words(krakow, vocabularies):
    offer = make_offer(cluster=krakow, stage="concept", closes_on=date(2027, 1, 5))
    before = snapshot(offer)
    change(offer, stage="lab_tested", closes_on=date(2027, 2, 5), is_name_hidden=True)

    found = {label: (a, b) for label, a, b in told(differences(Offer, before, snapshot(offer)))}

    assert found["Stage of development"][1] == "Tested in the laboratory"
    assert found["Open until"][0] == "5 January 2027"
    assert found["Hide the company’s name"] == ("no", "yes")


def test_labels_are_in_the_language_of_the_reviewer(krakow, vocabularies):
    offer = make_offer(cluster=krakow, cooperation=["distribution"])
    before = snapshot(offer)
    change(offer, cooperation=[])

    with translation.override("pl"):
        polish = told(differences(Offer, before, snapshot(offer)))

    assert polish[0][1] == "Umowa dystrybucyjna"


def test_another_order_of_a_list_is_no_difference_and_no_revision(krakow, krk_editor):
    offer = make_offer(cluster=krakow, countries=["ES", "PL"])
    first = record(offer, user=krk_editor, now=timezone.now())
    change(offer, countries=["PL", "ES"])

    assert differences(Offer, first.data, snapshot(offer)) == []
    assert record(offer, user=krk_editor, now=timezone.now()) == first


def test_the_organisation_is_told_by_its_name(krk_company, krakow):
    offer = make_offer(cluster=krakow)
    before = snapshot(offer)
    change(offer, organisation=krk_company)

    assert told(differences(Offer, before, snapshot(offer)))[0][2] == krk_company.name


def test_a_translation_is_a_difference_for_reviewers_and_none_for_translators(krakow):
    offer = make_offer(cluster=krakow)
    before = snapshot(offer)
    OfferText.objects.create(item=offer, language="pl", title="Czujnik")

    after = snapshot(offer)

    assert [c.language for c in differences(Offer, before, after)] == ["pl"]
    assert original_differences(Offer, before, after) == []


def test_what_a_revision_said_of_a_lost_field_does_no_harm(krakow):
    offer = make_offer(cluster=krakow)
    before = snapshot(offer)
    before["fields"]["colour"] = "red"
    before["texts"]["xx"] = {"title": "?"}

    assert differences(Offer, before, snapshot(offer)) == []


def test_a_long_text_is_compared_in_reasonable_time(krakow):
    words = " ".join(f"word{number}" for number in range(700))
    offer = make_offer(cluster=krakow, text={"description": f"<p>{words}</p>"})
    before = snapshot(offer)
    say(offer, description=f"<p>{words.replace('word3', 'other3')}</p>")

    started = timezone.now()
    differences(Offer, before, snapshot(offer))
    assert (timezone.now() - started).total_seconds() < 2


# Saving


def test_a_save_counts_a_version_and_leaves_a_revision(krakow, krk_editor):
    offer = make_offer(cluster=krakow)

    with saving(offer, user=krk_editor, now=timezone.now(), version=1) as locked:
        locked.stage = "concept"
        locked.save(update_fields=["stage"])

    offer.refresh_from_db()
    assert (offer.version, offer.revision, offer.stage) == (2, 1, "concept")


def test_a_form_opened_before_another_save_is_refused_before_it_writes(krakow, krk_editor):
    offer = make_offer(cluster=krakow)
    with saving(offer, user=krk_editor, now=timezone.now(), version=1):
        pass

    def save() -> None:
        with saving(offer, user=krk_editor, now=timezone.now(), version=1) as locked:
            locked.delete()

    with pytest.raises(Conflict):
        save()

    offer.refresh_from_db()
    assert offer.version == 2


def test_a_block_that_fails_leaves_all_as_it_was(krakow, krk_editor):
    offer = make_offer(cluster=krakow)

    def save() -> None:
        with saving(offer, user=krk_editor, now=timezone.now()) as locked:
            locked.texts.update(title="Lost again")
            locked.texts.update(title="x" * 300)

    with pytest.raises(DataError):
        save()

    offer.refresh_from_db()
    assert (offer.version, offer.revision) == (1, 0)
    assert not offer.texts.filter(title="Lost again").exists()


def test_the_row_is_locked_while_it_is_saved(krakow, krk_editor):
    offer = make_offer(cluster=krakow)

    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        saving(offer, user=krk_editor, now=timezone.now()),
    ):
        pass

    assert any("FOR UPDATE" in query["sql"] for query in queries)


def test_readers_find_what_was_saved_at_once(krakow, krk_editor):
    offer = make_published_offer(cluster=krakow)

    with saving(offer, user=krk_editor, now=timezone.now()) as locked:
        say(locked, title="Mykotoksyny")

    offer.refresh_from_db()
    assert "mykotoksyn" in offer.words
    assert offer.is_changed_since_review
