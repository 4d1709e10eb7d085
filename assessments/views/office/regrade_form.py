"""What a trainer fills in to propose a regrade."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import types
from assessments.models import QuestionVersion, Regrade
from assessments.views.office.regrade_key import KEY, key_fields, read_key

Kind = Regrade.Kind
WITHOUT_KEY = [
    (Kind.CREDIT, _("The question is void: everybody gets the full mark")),
    (Kind.DROP, _("The question is void: it is left out for everybody")),
    (Kind.WEIGHT, _("What the question is worth")),
]


class RegradeForm(forms.Form):
    """What is to change, and why. Of the fields for the key only those of the question's kind are there."""

    kind = forms.ChoiceField(
        label=_("What is to change"),
        widget=forms.RadioSelect,
        choices=[(Kind.KEY, _("The key: another answer is right")), *WITHOUT_KEY],
        error_messages={"required": _("Choose what is to change.")},
    )
    weight = forms.CharField(
        label=_("It is worth"),
        required=False,
        max_length=20,
        help_text=_("Only if that is what changes. Such as 2 or 0.5"),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever approves it reads this, and whoever asks about it later."),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, data: Any = None, *, version: QuestionVersion) -> None:
        super().__init__(data)
        self.version = version
        if types.of(version.question.kind).by_person:
            kind = self.fields["kind"]
            assert isinstance(kind, forms.ChoiceField)
            kind.choices = WITHOUT_KEY
        else:
            self.fields.update(key_fields(version))

    @property
    def key(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(KEY)]

    @property
    def change(self) -> dict[str, Any]:
        """What `propose` takes for the chosen kind."""
        given = self.cleaned_data
        if given["kind"] == Kind.KEY:
            return read_key(self.version, given)
        return {"max_mark": given["weight"].strip()} if given["kind"] == Kind.WEIGHT else {}
