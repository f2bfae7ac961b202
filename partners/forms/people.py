from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partners.forms.choices import capitalised
from partners.models import Cluster, Invitation, Membership, Organisation, StaffRole
from partners.widgets import RadioList

ROLES = {Organisation: Membership.Role, Cluster: StaffRole.Role}
USUAL = {Organisation: Membership.Role.MEMBER, Cluster: StaffRole.Role.EDITOR}


class InviteForm(forms.ModelForm):
    """Asks somebody to join `target`, an organisation or the staff of a cluster."""

    role = forms.ChoiceField(label=_("As"), widget=RadioList)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    class Meta:
        model = Invitation
        fields = ["email", "role", "language", "message"]
        widgets = {
            "email": forms.EmailInput({"autocomplete": "off"}),
            "message": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, target: Organisation | Cluster, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = capitalised(ROLES[type(target)].choices)
        self.initial["role"] = USUAL[type(target)]
