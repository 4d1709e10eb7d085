"""What a trainer says of a file of questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import courses
from assessments.formats import FORMATS, guessed
from assessments.formats.texts import GB18030
from assessments.models import Competency, Difficulty, Question, Standard

ENCODINGS = [("", gettext_lazy("Unicode (UTF-8 or UTF-16)")), (GB18030, gettext_lazy("GB18030 or GBK"))]
HEAD = 4096  # bytes that tell the format


class DefaultsForm(forms.Form):
    """How to read the file, and what questions get of which it says nothing."""

    format = forms.ChoiceField(label=gettext_lazy("Format"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the questions"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("A sheet of ours says it by its columns."),
    )
    encoding = forms.ChoiceField(label=gettext_lazy("Characters"), choices=ENCODINGS, required=False)
    code_prefix = forms.SlugField(
        label=gettext_lazy("Put before every code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Keeps the questions of two files apart that use the same codes."),
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    category = forms.CharField(label=gettext_lazy("Category"), max_length=200, required=False)
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Difficulty"), choices=[("", "—"), *Difficulty.choices], required=False
    )
    standards = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Standards"), queryset=Standard.objects.all(), to_field_name="code", required=False
    )
    competencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Competencies"), queryset=Competency.objects.all(), to_field_name="code", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(each.name, each.title) for each in FORMATS.values()]  # type: ignore[attr-defined]
        named = [(code, str(title)) for code, title in courses.names().items()]
        self.fields["course"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def defaults(self) -> dict[str, Any]:
        """As QuestionImport keeps them."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("file", "format")}
        given["prefix"] = given.pop("code_prefix")
        for name in ("standards", "competencies"):
            given[name] = [each.code for each in given[name]]
        return given


class SendForm(DefaultsForm):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("GIFT, Moodle XML, QTI, Aiken, or the question sheet.")
    )

    field_order = ("file", "format")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["format"]
        field.required = False
        field.choices = [("", gettext_lazy("told by the file")), *field.choices]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(_("“%(name)s” is empty.") % {"name": file.name})
        return file

    def chosen_format(self) -> str:
        """The format that was chosen, else the one the file looks like."""
        if self.cleaned_data["format"]:
            return str(self.cleaned_data["format"])
        file = self.cleaned_data["file"]
        file.seek(0)
        start = file.read(HEAD)
        file.seek(0)
        return guessed(file.name or "", start)


class ExportForm(forms.Form):
    """Which format, in which language."""

    format = forms.ChoiceField(label=gettext_lazy("Format"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("The question sheet holds every language; the other formats hold one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [(each.name, each.title) for each in FORMATS.values() if each.write]
        self.fields["format"].choices = written  # type: ignore[attr-defined]


def fits_the_bank(pks: list[str]) -> list[int]:
    """The ids among what an address says; what is none is passed over."""
    numbers = [int(each) for each in ",".join(pks).split(",") if each.strip().isdecimal()]
    return list(Question.objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else []
