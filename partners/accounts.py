"""Signing up and signing in: allauth, in the portal's words and the person's language.

Named by the settings ACCOUNT_ADAPTER, ACCOUNT_FORMS and MFA_FORMS.
"""

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from partners.models import Membership, StaffRole, User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That e-mail address and password do not match. Check both and try again."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("That is not your password. Check it and try again."),
        "enter_current_password": _("That is not your present password. Check it and try again."),
        "incorrect_code": _("That code is wrong or too old. Check it, or ask for a new one."),
        "duplicate_email": _("This is your address already. Type the new one."),
        "same_as_current": _("This is your address already. Type the new one."),
        "account_inactive": _("This account is closed."),
    }

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit=True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = get_language()
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the language the person chose; a stranger is written to in that of the page."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        with override(person.language if person else get_language()):
            super().send_mail(template_prefix, email, context)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A newcomer joins an organisation first; who belongs somewhere begins at the desk."""
        user = request.user
        belongs = (
            user.is_superuser
            or Membership.objects.of(user).exists()
            or StaffRole.objects.active().filter(user=user).exists()
        )
        return super().get_login_redirect_url(request) if belongs else reverse("partners:join")

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this host are returned to: the other allowed hosts are other doors."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )


class PlainForm(forms.Form):
    """Labels and hints from `words`, and nothing written inside the inputs."""

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, hint) in self.words.items():
            self.fields[name].label = label
            self.fields[name].help_text = hint


EMAIL = (_("E-mail address"), "")
PASSWORD = (_("Password"), "")
NEW_PASSWORD_HINT = _("At least 12 characters. A sentence works well.")


class SignupForm(PlainForm, account.SignupForm):
    name = forms.CharField(max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    is_informed = forms.BooleanField()

    field_order = ["name", "email", "password1", "is_informed"]
    words = {
        "name": (_("Your name"), ""),
        "email": (_("Work e-mail address"), ""),
        "password1": (_("Password"), NEW_PASSWORD_HINT),
        "is_informed": (_("I have read the privacy notice"), ""),
    }


class LoginForm(PlainForm, account.LoginForm):
    words = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": (_("Keep me signed in on this device"), ""),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class RequestLoginCodeForm(PlainForm, account.RequestLoginCodeForm):
    words = {"email": EMAIL}


class ConfirmLoginCodeForm(PlainForm, account.ConfirmLoginCodeForm):
    words = {"code": (_("Code from the mail"), "")}


class ReauthenticateForm(PlainForm, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class AddEmailForm(PlainForm, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("It counts once you have confirmed it."))}


class ResetPasswordForm(PlainForm, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ChangePasswordForm(PlainForm, account.ChangePasswordForm):
    """The new password is asked once: who mistypes it has a new one sent."""

    password2 = None
    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_("New password"), NEW_PASSWORD_HINT),
    }


class ResetPasswordKeyForm(PlainForm, account.ResetPasswordKeyForm):
    password2 = None
    words = {"password1": (_("New password"), NEW_PASSWORD_HINT)}


class SetPasswordForm(PlainForm, account.SetPasswordForm):
    """For who signs in by codes or a passkey and has no password yet."""

    password2 = None
    words = {"password1": (_("New password"), NEW_PASSWORD_HINT)}


class AddWebAuthnForm(PlainForm, webauthn.AddWebAuthnForm):
    words = {
        "name": (_("Name of this passkey"), _("So that you know it again: the device it is on.")),
        "passwordless": (
            _("Sign in with it alone, without e-mail address and password"),
            _("The device then asks for your fingerprint, face or PIN."),
        ),
    }
