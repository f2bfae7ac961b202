"""The next date of an event: a draft that says the same of another day."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction

from events.asking import asked
from events.models import Event, EventText, Question, QuestionText, Series, SeriesText
from events.times import in_zone
from publishing.images import share_images
from publishing.revisions import written_fields
from publishing.saving import saving
from publishing.writing import create


@transaction.atomic
def clone(
    event: Event, *, starts_at: datetime, in_series: bool, token: UUID, user, now: datetime
) -> Event:
    """A draft of `user` that begins when the clocks of the place show `starts_at`.

    It takes texts, questions and pictures along, but no files, registrations and history. Where
    both are to be `in_series` and `event` is in none, a new one is made. Call it with the row of
    `event` locked. Raises Conflict where the same form has made a draft before.
    """
    draft = _copy(event, token=token)
    draft.series = _series_of(event, user=user, now=now) if in_series else None
    _move_clocks(draft, starts_at)
    original, *others = sorted(event.texts.all(), key=lambda text: not text.is_original)
    create(draft, _copy(original, item_id=None), user=user, now=now)
    EventText.objects.bulk_create([_copy(text, item_id=draft.pk) for text in others])
    _copy_questions(event, draft)
    share_images(event, draft)
    # Its first revision: by that a translation is told from one that is older than its original.
    draft.record_change(user=user, now=now)
    current = [text.language for text in others if not text.is_older_than_original]
    draft.texts.filter(language__in=current).update(of_revision=draft.revision)
    return draft


def _copy(row: models.Model, **changed) -> models.Model:
    """A new row, not saved, that says what people have written of `row`."""
    written = {field.attname: getattr(row, field.attname) for field in written_fields(type(row))}
    return type(row)(**{**written, **changed})


def _series_of(event: Event, *, user, now: datetime) -> Series:
    if event.series:
        return event.series
    series = Series.objects.create(cluster=event.cluster)
    limit = SeriesText._meta.get_field("summary").max_length
    SeriesText.objects.bulk_create(
        SeriesText(
            series=series,
            language=text.language,
            title=text.title,
            summary=text.summary[:limit],
        )
        for text in event.texts.all()
        if text.title
    )
    with saving(event, user=user, now=now) as saved:
        saved.series = series
        saved.save(update_fields=["series"])
    return series


def _move_clocks(draft: Event, begin: datetime) -> None:
    """The end keeps its distance to the begin by the clocks, registration its days before it."""
    zone, starts, ends = draft.zone, draft.starts_at, draft.ends_at
    opens, closes = draft.opens_at, draft.closes_at
    draft.starts_at, draft.ends_at = in_zone(begin, zone).astimezone(UTC), None
    draft.opens_at = draft.closes_at = None
    if starts is None:
        return
    was = starts.astimezone(zone).replace(tzinfo=None)
    days = timedelta(days=(begin.date() - was.date()).days)
    draft.ends_at = _after(draft.starts_at, _moved(ends, begin - was, zone), starts, ends)
    draft.opens_at = _moved(opens, days, zone)
    draft.closes_at = _after(draft.opens_at, _moved(closes, days, zone), opens, closes)


def _moved(moment: datetime | None, by: timedelta, zone: ZoneInfo) -> datetime | None:
    """By the clocks of `zone`; what they leave out in a night in spring is an hour later."""
    if moment is None:
        return None
    local = moment.astimezone(zone).replace(tzinfo=None) + by
    return local.replace(tzinfo=zone).astimezone(UTC)  # times of one zone compare by its clocks


def _after(
    first: datetime | None, second: datetime | None, was: datetime | None, until: datetime | None
) -> datetime | None:
    """`second`; where the clocks of that night would put it before `first`, as long after that as
    it was.
    """
    if first and second and second <= first:
        return first + (until - was)
    return second


def _copy_questions(event: Event, draft: Event) -> None:
    known = list(asked(event))
    made = [_copy(question, event_id=draft.pk, order=question.order) for question in known]
    Question.objects.bulk_create(made)
    QuestionText.objects.bulk_create(
        _copy(text, question_id=new.pk)
        for question, new in zip(known, made, strict=True)
        for text in question.texts.all()
    )
