"""What people type at our doors."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from people.models import Employee, User


class SignInForm(LoginForm):
    """Employee number or e-mail, and password. Closed to people who have left."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Employee number or e-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        employee = Employee.objects.filter(user=self.user, left_on__lt=localdate()).first() if self.user else None
        if employee:
            raise forms.ValidationError(_("This account is closed. If you work here again, ask HR to open it."))
        return cleaned


class JoinForm(forms.Form):
    """The password somebody chooses with an invitation; typed once, and shown on request."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 8 characters; not only digits, and not one that everybody uses."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.owner)
        return password
