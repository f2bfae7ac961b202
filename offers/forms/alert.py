from django import forms

from offers.models import Alert


class AlertForm(forms.ModelForm):
    class Meta:
        model = Alert
        fields = ["name", "frequency"]
