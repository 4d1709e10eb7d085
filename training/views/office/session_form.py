"""What the office is asked about a session."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Role, Unit, User
from people.office.forms import UnitField
from training.actions.sessions import Plan
from training.models import Course, Session, SessionKind
from training.querysets import RUNS_SESSIONS

LEADERS = (Role.TRAINER, Role.MANAGER, Role.HR)  # who may stand in front of a session
MOMENT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT)


class LeaderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, user: User) -> str:
        return user.get_full_name()


class SessionForm(forms.Form):
    """Offered only within the units over which `by` is trainer or HR; to everybody only from the very top."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.filter(published=True))
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    starts_at = forms.DateTimeField(label=_("Starts at"), widget=MomentInput(), input_formats=[MOMENT])
    ends_at = forms.DateTimeField(label=_("Ends at"), widget=MomentInput(), input_formats=[MOMENT])
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("So that somebody who has never been there finds it.")
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=5000)
    unit = UnitField(
        label=_("Offered to"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("With everything below it. Empty: to everybody who takes the course."),
    )
    trainer = LeaderField(label=_("Trainer"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What to bring, what to wear, whom to ask for."),
    )

    def __init__(self, *args: Any, by: User, session: Session | None = None, **kwargs: Any) -> None:
        if session is not None:
            kwargs["initial"] = {name: getattr(session, name) for name in self.base_fields}
        else:
            kwargs["initial"] = {"trainer": by, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        units = Unit.objects.granted_to(by, RUNS_SESSIONS)
        self.over_everything = units.filter(depth=1).exists()
        unit: Any = self.fields["unit"]
        unit.queryset = units
        if not self.over_everything:
            unit.required, unit.help_text = True, _("With everything below it.")
        leaders: Any = self.fields["trainer"]
        leaders.queryset = User.objects.filter(is_active=True, grants__role__in=LEADERS).distinct().order_by("name")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts_at: datetime | None = given.get("starts_at")
        ends_at: datetime | None = given.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end comes after the start. Check both times."))
        return given

    def refuse_places(self, taken: int) -> None:
        """Say that so many places are given away already."""
        sentence = ngettext(
            "%(n)s place is given away already: offer at least that many.",
            "%(n)s places are given away already: offer at least that many.",
            taken,
        )
        self.add_error("places", sentence % {"n": taken})

    @property
    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)
