"""What staff ask on the registration form: a question, in each language of the event."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.models import Question, QuestionText
from partners.editing import Written
from partners.forms.choices import capitalised
from partners.forms.texts import LanguageForm
from partners.forms.versions import TokenedForm
from partners.widgets import RadioList

LEAST, MOST = 2, 30  # answers to choose from
LONGEST = 200  # characters of one of them


class QuestionForm(TokenedForm):
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        choices=lambda: capitalised(Question.Kind.choices),
        widget=RadioList,
    )

    class Meta:
        model = Question
        fields = ["kind", "is_required"]
        labels = {"is_required": _("It has to be answered")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.answered().exists():
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = gettext("It stays: people have answered already.")


class QuestionTextForm(LanguageForm):
    class Meta:
        model = QuestionText
        fields = ["label", "answers"]
        labels = {"answers": _("Answers to choose from")}
        help_texts = {"answers": _("One a line, in the same order in every language.")}
        widgets = {"answers": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].is_asked = True  # by the kinds that have some

    def clean_answers(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["answers"].splitlines()]
        if any(len(line) > LONGEST for line in lines):
            said = _("Shorten each answer to %(limit)d characters.")
            raise ValidationError(said, params={"limit": LONGEST})
        return "\n".join(filter(None, lines))

    @property
    def answers(self) -> list[str]:
        return self.cleaned_data.get("answers", "").splitlines()

    def require(self, number: int) -> None:
        """As many answers as that."""
        if len(self.answers) != number:
            said = ngettext("Give %(n)d answer here.", "Give %(n)d answers here.", number)
            self.add_error("answers", said % {"n": number})


class QuestionPage(Written):
    """The original first; in each language the n-th answer means the same."""

    form_class = QuestionForm
    text_form = QuestionTextForm

    @property
    def languages(self) -> list[str]:
        event = self.item.event
        known = {text.language for text in event.texts.all()}
        if self.item.pk:
            known |= {text.language for text in self.item.texts.all()}
        others = [code for code in super().languages if code in known - {event.language}]
        return [event.language, *others]

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        original, *others = self.texts
        if original.is_blank:
            original.add_error("label", _("Write the question in the language of the event."))
        elif not self.item.has_answers:
            self._refuse_answers()
        else:
            self._require_answers(original)
            for form in others:
                if not form.is_blank:
                    form.require(len(original.answers))
        return not any(form.errors for form in self.texts)

    def _refuse_answers(self) -> None:
        for form in self.texts:
            if not form.is_blank and form.answers:
                said = _("Leave this empty, or choose a kind that has answers to choose from.")
                form.add_error("answers", said)

    def _require_answers(self, original: QuestionTextForm) -> None:
        if self.form.fields["kind"].disabled:  # registrations keep the number of an answer
            saved = [form.initial.get("answers", "").splitlines() for form in self.texts]
            original.require(max(map(len, saved)))
        elif not LEAST <= len(original.answers) <= MOST:
            original.add_error("answers", _("Give two to thirty answers, one a line."))
