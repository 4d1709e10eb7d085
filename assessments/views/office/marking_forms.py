"""What a marker fills in: points for each criterion and a comment; and how a quiz is to be marked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import terms
from assessments.actions.marking import LONGEST_COMMENT
from assessments.models import MarkingRule, QuestionVersion
from foundation.wording import worded

POINTS = "points-"


class MarkForm(forms.Form):
    """A whole number for each criterion of the rubric, from 0 to its most."""

    def __init__(self, data: Any = None, *, version: QuestionVersion, reasoned: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.criteria = terms.rubric(version)
        for place, each in enumerate(self.criteria):
            most = int(each["points"])
            widget = forms.NumberInput({"inputmode": "numeric", "autocomplete": "off", "class": "points"})
            if place == 0:
                widget.attrs["autofocus"] = True
            field = forms.IntegerField(
                label=worded(each["texts"]),
                min_value=0,
                max_value=most,
                widget=widget,
                error_messages={
                    "required": _("Give points here, from 0 to %(most)s.") % {"most": most},
                    "invalid": _("Whole points, from 0 to %(most)s.") % {"most": most},
                },
            )
            field.most = most  # type: ignore[attr-defined]
            self.fields[f"{POINTS}{each['key']}"] = field
        self.fields["comment"] = forms.CharField(
            label=_("What you say to the person"),
            required=False,
            max_length=LONGEST_COMMENT,
            widget=forms.Textarea({"rows": 4}),
        )
        if reasoned:
            self.fields["reason"] = forms.CharField(label=_("Why it changes"), max_length=300)

    @property
    def points_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(POINTS)]

    @property
    def points(self) -> dict[str, int]:
        return {
            name.removeprefix(POINTS): value for name, value in self.cleaned_data.items() if name.startswith(POINTS)
        }


def filled(points: Mapping[str, Any], comment: str) -> dict[str, Any]:
    """A draft or a mark as a form begins with it."""
    return {**{f"{POINTS}{key}": value for key, value in points.items()}, "comment": comment}


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the essays and files of one quiz are marked."""

    apart = forms.DecimalField(
        label=gettext_lazy("Third look from a difference above (percent of the full mark)"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        help_text=gettext_lazy(
            "Two marks that are closer than this make their mean; further apart, somebody else decides."
        ),
    )

    class Meta:
        model = MarkingRule
        fields = ["twice", "apart", "blind"]
        help_texts = {
            "twice": gettext_lazy("The second marker sees nothing of the first mark before giving their own."),
            "blind": gettext_lazy("Without this the name is shown while marking."),
        }
