from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import User


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        help_texts = {
            "name": _("As others see it beside what you write."),
            "language": _("The language of a page is chosen at its top."),
        }
        widgets = {"name": forms.TextInput({"autocomplete": "name"})}
