"""How every form of the portal is drawn: label, hint, error, input, count, in this order.

`{{ form }}` draws a whole form with its error summary, `{{ form.title.as_field_group }}` one
field. What is typed is never cut: a limit is shown beside the input and checked by the server.
"""

from django import forms
from django.forms.renderers import TemplatesSetting

from partners.widgets import CountedInput


class BoundField(forms.BoundField):
    """Adds the design's class, and the counter of a field with a limit."""

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        attrs = {**super().build_widget_attrs(attrs, widget)}
        widget = widget or self.field.widget
        if not widget.is_hidden and not isinstance(
            widget, (forms.CheckboxInput, forms.RadioSelect)
        ):
            attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
        if self.limit:
            attrs.update({"maxlength": False, "data-limit": self.limit})
        return attrs

    @property
    def limit(self) -> int | None:
        """How many characters fit, where the count is shown; else None."""
        if isinstance(self.field.widget, (forms.Textarea, CountedInput)):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def length(self) -> int:
        """Characters typed so far, as a browser sends and MaxLengthValidator counts them."""
        text = str(self.value() or "")
        return len(text.replace("\r\n", "\n").replace("\n", "\r\n"))

    @property
    def aria_describedby(self) -> str | None:
        described_by = super().aria_describedby
        if self.limit and self.auto_id:
            return f"{described_by or ''} {self.auto_id}_count".strip()
        return described_by

    @property
    def anchor(self) -> str:
        """The id that the error summary links to: the input, or the first of several."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def is_optional(self) -> bool:
        """May stay empty for good; what a draft may leave out is asked for later (`is_asked`)."""
        return not (self.field.required or getattr(self.field, "is_asked", False))

    @property
    def is_check(self) -> bool:
        """A single box to tick, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class FormRenderer(TemplatesSetting):
    """Named by the setting FORM_RENDERER. The admin draws its own forms."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = BoundField
