"""What the author of a change is asked: what it means, what changed, by when."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from training.impacts import Impact
from training.models import Meaning

LANGUAGES = {language: f"explanation_{language.replace('-', '_')}" for language in dict(settings.LANGUAGES)}


class MeaningForm(forms.Form):
    """Whoever has to sign or learn again is told why, in their language; of a cosmetic change nothing need be said."""

    meaning = forms.ChoiceField(
        label=gettext_lazy("What it means for those who know the old version"),
        choices=Meaning.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty if nobody is to be pressed."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return due_on

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("meaning") not in (None, Meaning.COSMETIC):
            for language, name in LANGUAGES.items():
                if name not in self.errors and not told.get(name):
                    self.add_error(name, _("Say it in %(language)s too.") % {"language": _spoken(language)})
        return told

    @property
    def explanation(self) -> dict[str, str]:
        return {language: self.cleaned_data[name].strip() for language, name in LANGUAGES.items()}

    @property
    def explanations(self) -> list[forms.BoundField]:
        return [self[name] for name in LANGUAGES.values()]

    def choices(self, impact: Impact) -> list[dict[str, Any]]:
        """The three, each with how many people and certificates it touches."""
        return [
            {
                "value": meaning.value,
                "label": meaning.label,
                "people": impact.people(meaning),
                "chosen": self["meaning"].value() == meaning.value,
            }
            for meaning in Meaning
        ]


def _language(code: str) -> str:
    return dict(settings.LANGUAGES)[code]


def _spoken(code: str) -> str:
    """What the language is called in the reader's own."""
    return str(get_language_info(code)["name_translated"])


for _code, _name in LANGUAGES.items():
    MeaningForm.base_fields[_name] = forms.CharField(
        label=_language(_code), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "lang": _code})
    )
