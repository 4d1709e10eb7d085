"""What the office is asked before it gives a role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.grants import may_grant
from people.models import Role, Unit, User
from people.office.scope import units_of


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units in tree order, set in by their depth."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{'　' * (unit.depth - 1)}{unit.name}"


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    unit = UnitField(label=_("Over"), queryset=Unit.objects.none(), help_text=_("With everything below it."))

    def __init__(self, *args: Any, by: User, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_of(by)
        first = units.order_by("depth", "path").first()
        given = [role for role in Role if first is not None and may_grant(by, user, role, first)]
        self.fields["role"].choices = [(role.value, role.label) for role in given]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def offers(self) -> bool:
        """Is there a role to give at all?"""
        return bool(self.fields["role"].choices)  # type: ignore[attr-defined]
