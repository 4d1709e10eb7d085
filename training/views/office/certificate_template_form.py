"""The form of a certificate template: what it may decide, and no more."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.actions import certificate_templates as actions
from training.models import CertificateTemplate
from training.models.certificate_template import HEX
from training.rules.designs import LEAST_CONTRAST, MOST_SIGNATORIES, PAPER, contrast

PICTURES = ("logo", "seal")
LONGEST_NAME, LONGEST_TITLE, LONGEST_ISSUER = 20, 40, 60  # characters that fit their place on the paper


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture that was taken is kept at once and named in a hidden field: a mistake elsewhere does not lose it."""

    logo_file = forms.FileField(label=gettext_lazy("Logo"), required=False)
    seal_file = forms.FileField(label=gettext_lazy("Seal"), required=False)
    logo_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    seal_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    logo_none = forms.BooleanField(label=gettext_lazy("No logo: the emblem takes its place"), required=False)
    seal_none = forms.BooleanField(label=gettext_lazy("No seal"), required=False)

    class Meta:
        model = CertificateTemplate
        fields = ["name", "languages", "accent", "standard"]
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}
        labels = {"standard": gettext_lazy("Use it where a course names no template")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in settings.LANGUAGES:
            field = forms.CharField(
                label=_("Issuer (%(language)s)") % {"language": name}, max_length=LONGEST_ISSUER, required=False
            )
            self.fields[f"issuer_{language}"] = field
            self.initial.setdefault(f"issuer_{language}", self.instance.issuer.get(language, ""))
        for number in range(1, MOST_SIGNATORIES + 1):
            self._add_signatory(number)
        for which in PICTURES:
            self.fields[f"{which}_file"].widget.attrs["accept"] = "image/png,image/jpeg"
            self.fields[f"{which}_file"].help_text = _("PNG or JPEG, at most 2 MB.")
            self.initial.setdefault(f"{which}_kept", getattr(self.instance, which).name or "")

    def _add_signatory(self, number: int) -> None:
        stored = dict(enumerate(self.instance.signatories, start=1)).get(number, {})
        name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
        self.fields[f"signatory_{number}"] = name
        self.initial.setdefault(f"signatory_{number}", stored.get("name", ""))
        for language, spoken in settings.LANGUAGES:
            label = _("Job title (%(language)s)") % {"language": spoken}
            field = forms.CharField(label=label, max_length=LONGEST_TITLE, required=False)
            self.fields[f"title_{number}_{language}"] = field
            self.initial.setdefault(f"title_{number}_{language}", stored.get("title", {}).get(language, ""))

    @property
    def signatory_rows(self) -> list[list[forms.BoundField]]:
        languages = [language for language, _name in settings.LANGUAGES]
        return [
            [self[f"signatory_{number}"], *(self[f"title_{number}_{language}"] for language in languages)]
            for number in range(1, MOST_SIGNATORIES + 1)
        ]

    @property
    def issuer_fields(self) -> list[forms.BoundField]:
        return [self[f"issuer_{language}"] for language, _name in settings.LANGUAGES]

    def clean_accent(self) -> str:
        accent = str(self.cleaned_data["accent"]).lower()
        HEX(accent)
        seen = contrast(accent, PAPER)
        if seen < LEAST_CONTRAST:
            raise forms.ValidationError(
                _("On the paper this colour can hardly be seen: its contrast is %(seen)s, and %(least)s is needed.")
                % {"seen": seen, "least": LEAST_CONTRAST}
            )
        return accent

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(1, MOST_SIGNATORIES + 1):
            titles = [given.get(f"title_{number}_{language}") for language, _name in settings.LANGUAGES]
            if any(titles) and not given.get(f"signatory_{number}"):
                self.add_error(f"signatory_{number}", _("Say who has this title, or leave the title blank."))
        for which in PICTURES:
            given[which] = self._picture(which, given)
        return given

    def _picture(self, which: str, given: dict[str, Any]) -> str:
        """The name of the picture that is kept: the one sent now, or the one from before."""
        sent = given.get(f"{which}_file")
        kept = given.get(f"{which}_kept", "")
        name = kept if actions.is_kept(kept) else ""
        if given.get(f"{which}_none"):
            name = ""
        elif sent:
            name = self._take(which, sent) or name
        self.data = {**self.data, self.add_prefix(f"{which}_kept"): name}
        return name

    def _take(self, which: str, sent: Any) -> str:
        if sent.size > actions.LARGEST:
            self.add_error(f"{which}_file", _("This picture is larger than 2 MB. Make it smaller and choose it again."))
            return ""
        try:
            return actions.keep_picture(sent)
        except actions.NoPictureError:
            sentence = _("This is no PNG or JPEG picture that can be read. Save it as PNG and choose it again.")
        except actions.TooManyPixelsError:
            sentence = _("This picture has too many pixels. Make it smaller and choose it again.")
        self.add_error(f"{which}_file", sentence)
        return ""

    def _post_clean(self) -> None:
        given = self.cleaned_data
        template = self.instance
        languages = [language for language, _name in settings.LANGUAGES]
        template.issuer = {each: given[f"issuer_{each}"] for each in languages if given.get(f"issuer_{each}")}
        template.signatories = [
            {
                "name": given[f"signatory_{number}"],
                "title": {
                    each: given[f"title_{number}_{each}"] for each in languages if given.get(f"title_{number}_{each}")
                },
            }
            for number in range(1, MOST_SIGNATORIES + 1)
            if given.get(f"signatory_{number}")
        ]
        for which in PICTURES:
            setattr(template, which, given.get(which, ""))
        super()._post_clean()  # type: ignore[misc]
