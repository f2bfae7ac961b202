"""The choices of forms, drawn all at once, are what Django draws one by one."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from gin.forms import FormRenderer
from partners.templatetags.design import tick

SCRIPT = "\"><script>alert('1')</script>"
CHOICES = [
    ("", "Choose …"),
    (1, "one & all"),
    ("safe", mark_safe("a <i>safe</i> label")),
    (SCRIPT, SCRIPT),
    (SCRIPT + "group", [("a", "A"), (False, "No")]),
    ("Empty", []),
]


@pytest.mark.parametrize("value", ["", "1", "a", SCRIPT, ["1", "a"]])
def test_the_choices_of_a_select(value):
    kind = forms.SelectMultiple if isinstance(value, list) else forms.Select
    widget = kind(choices=CHOICES, attrs={"id": "id_it", "class": "input", "disabled": True})

    drawn = widget.render("it", value, renderer=FormRenderer())

    assert parse_html(drawn) == parse_html(widget.render("it", value, renderer=DjangoTemplates()))
    assert "<script>" not in drawn and "<i>safe</i>" in drawn


@pytest.mark.parametrize("value", [[], ["1"], ["a", SCRIPT]])
@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_the_box_of_a_choice(kind, value):
    widget = kind(choices=CHOICES, attrs={"id": "id_it", "aria-invalid": "true"})
    widget.option_inherits_attrs = True
    context = widget.get_context("it", value, None)["widget"]
    options = [option for _name, group, _index in context["optgroups"] for option in group]

    for option in options:
        plain = DjangoTemplates().render("django/forms/widgets/input.html", {"widget": option})
        assert parse_html(tick(option)) == parse_html(plain)
    assert len(options) == 6
