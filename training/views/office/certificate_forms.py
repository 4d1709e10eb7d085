"""What HR fills in about certificates."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from people.models import Employee, Role, Unit, User
from people.querysets import EmployeeQuerySet
from training.models import Course, Path
from training.selection import Selection

STATES = [
    ("", gettext_lazy("any")),
    ("valid", gettext_lazy("valid")),
    ("soon", gettext_lazy("runs out within 30 days")),
    ("expired", gettext_lazy("expired")),
    ("revoked", gettext_lazy("withdrawn")),
    ("replaced", gettext_lazy("replaced by a new copy")),
]
NUMBERS = re.compile(r"[\s,;、，；]+")
SHOWN = 10  # unknown numbers named in a sentence


def things() -> list[tuple[str, Any]]:
    """Courses and paths to choose from: code, or `path:` and code."""
    courses = [(each.code, each.title or each.code) for each in Course.objects.all()]
    paths = [(f"path:{each.code}", each.title or each.code) for each in Path.objects.filter(certificate=True)]
    return [(_("Courses"), courses), (_("Learning paths"), paths)] if paths else list(courses)


def thing_of(choice: str) -> Course | Path | None:
    """The course or path behind a choice."""
    kind, _colon, code = choice.rpartition(":")
    model: type[Course] | type[Path] = Path if kind == "path" else Course
    return model._default_manager.filter(code=code).first()


def hr_units(user: User | Any) -> QuerySet[Unit]:
    units: QuerySet[Unit] = Unit.objects.granted_to(user, (Role.HR,))
    return units


def hr_people(user: User | Any) -> EmployeeQuerySet:
    return Employee.objects.visible_to(user, localdate(), roles=(Role.HR,))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept with your name and the time, and the person is told."),
    )


class ArchiveForm(forms.Form):
    """Which certificates go into one ZIP."""

    thing = forms.ChoiceField(label=gettext_lazy("Course or path"), required=False)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="code",
        help_text=gettext_lazy("With everything below it, by where people work today."),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES, required=False)
    issued_from = forms.DateField(label=gettext_lazy("Issued from"), required=False, widget=AdminDateInput)
    issued_until = forms.DateField(label=gettext_lazy("Issued until"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", gettext_lazy("any")), *things()]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = hr_units(by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("issued_from"), given.get("issued_until")
        if first and last and first > last:
            self.add_error("issued_until", _("The last day lies before the first."))
        return given

    @property
    def selection(self) -> Selection:
        given = dict(self.cleaned_data)
        unit = given.pop("unit")
        return Selection(**given, unit=unit.code if unit else "")


class IssueForm(forms.Form):
    """Who gets the certificate of which course, and why."""

    course = forms.ModelChoiceField(label=gettext_lazy("Course"), queryset=Course.objects.all(), to_field_name="code")
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Everybody who works today in"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="code",
        help_text=gettext_lazy("With everything below it."),
    )
    numbers = forms.CharField(
        label=gettext_lazy("And the people with these employee numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One to a line, or with spaces or commas between them; copied from a list is fine."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: passed the course in the classroom on 3 March. It is kept with your name."
        ),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = hr_units(by)  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[str]:
        """The numbers, each of which must be somebody's that the reader looks after."""
        wanted = [each for each in NUMBERS.split(self.cleaned_data["numbers"]) if each]
        known = set(hr_people(self.by).filter(employee_no__in=wanted).values_list("employee_no", flat=True))
        unknown = [each for each in dict.fromkeys(wanted) if each not in known]
        if unknown:
            more = "…" if len(unknown) > SHOWN else ""
            raise forms.ValidationError(
                _("There is nobody with the number %(numbers)s among your people. Correct it or leave it out.")
                % {"numbers": ", ".join(unknown[:SHOWN]) + more}
            )
        return wanted

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("unit") and not given.get("numbers"):
            raise forms.ValidationError(_("Choose a unit, or name the people by their numbers."))
        return given

    @cached_property
    def people(self) -> EmployeeQuerySet:
        """Everybody who is meant, whether or not they hold the certificate already."""
        meant = Q(employee_no__in=self.cleaned_data["numbers"])
        if unit := self.cleaned_data["unit"]:
            there = Employee.objects.in_units(Unit.objects.under([unit]), localdate())
            meant |= Q(pk__in=there.values("pk"))
        return hr_people(self.by).filter(meant)
