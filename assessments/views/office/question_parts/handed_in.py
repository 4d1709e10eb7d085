"""What a person marks: an essay, or a file. Both say what markers look for, and by which criteria they mark."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Standard
from assessments.rules.answer_files import KNOWN
from assessments.types.file import ORDINARY
from assessments.views.office.question_parts.base import Definition, Part, merged, under
from assessments.views.office.question_parts.rows import Row, keyed, rows, spread, texts, worded

MEGABYTE = 1024 * 1024
MOST_POINTS = 100


class CriterionRow(Row):
    says = ("text",)

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST_POINTS, initial=3, required=False)
    standard = forms.CharField(label=_("Standard (code)"), max_length=40, required=False)
    critical = forms.BooleanField(label=_("Critical: 0 points fail the whole answer"), required=False)

    def worded_fields(self) -> dict[str, forms.CharField]:
        return worded("text", _("Criterion"), 300)

    def clean_standard(self) -> str:
        code = str(self.cleaned_data["standard"]).strip()
        if code and not Standard.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is no standard %(code)s."), params={"code": code})
        return code


class OutlineForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outline = worded("outline", _("What markers look for"), 4000, lines=4)
        self.fields = {**outline, **self.fields}


class Marked(Part):
    """The two have criteria and an outline in common."""

    form: type[OutlineForm]

    def build(self, data: Any) -> dict[str, Any]:
        initial = [
            {
                "key": each.get("key"),
                "points": each.get("points"),
                "standard": each.get("standard") or "",
                "critical": each.get("critical", False),
                **spread("text", each.get("texts", {})),
            }
            for each in self.detail("rubric") or []
        ]
        about = {**spread("outline", self.said("outline")), **self.about()}
        return {
            "form": self.form(data, initial=about),
            "rows": rows(CriterionRow, "criteria", initial, data, spare=1, least=3),
        }

    def about(self) -> dict[str, Any]:
        raise NotImplementedError

    def details(self, given: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def definition(self) -> Definition:
        given = self.forms["form"].cleaned_data
        old = [each.get("key") for each in self.detail("rubric") or []]
        criteria = [
            {
                "key": row["key"],
                "texts": texts(row, "text"),
                "points": row["points"] or 1,
                "standard": row["standard"],
                "critical": row["critical"],
            }
            for row in keyed(self.forms["rows"].filled(), old)
        ]
        details = {**({"rubric": criteria} if criteria else {}), **self.details(given)}
        return Definition([], [], details, merged(under("outline", texts(given, "outline"))))


class EssayForm(OutlineForm):
    least = forms.IntegerField(label=_("Fewest words"), min_value=0, max_value=20_000, required=False)
    most = forms.IntegerField(
        label=_("Most words"), min_value=1, max_value=20_000, required=False,
        help_text=_("Each Chinese character counts as one."),
    )  # fmt: skip


class Essay(Marked):
    kind = "essay"
    form = EssayForm

    def about(self) -> dict[str, Any]:
        least, most = self.detail("words") or (None, None)
        return {"least": least, "most": most}

    def details(self, given: dict[str, Any]) -> dict[str, Any]:
        words = [given["least"], given["most"]]
        return {"words": words} if any(each is not None for each in words) else {}


class FileForm(OutlineForm):
    extensions = forms.MultipleChoiceField(
        label=_("Kinds of file"),
        choices=[(each, each) for each in sorted(KNOWN)],
        widget=forms.CheckboxSelectMultiple,
        initial=ORDINARY,
        error_messages={"required": _("Choose at least one kind of file.")},
    )
    largest = forms.DecimalField(
        label=_("Largest file (MB)"), min_value=0.1, max_value=settings.LARGEST_ANSWER_FILE // MEGABYTE,
        max_digits=6, decimal_places=2, required=False,
    )  # fmt: skip


class File(Marked):
    kind = "file"
    form = FileForm

    def about(self) -> dict[str, Any]:
        largest = self.detail("largest")
        return {
            "extensions": self.detail("extensions", list(ORDINARY)),
            "largest": round(largest / MEGABYTE, 2) if largest else None,
        }

    def details(self, given: dict[str, Any]) -> dict[str, Any]:
        details: dict[str, Any] = {}
        before = self.detail("extensions")
        if before is not None or set(given["extensions"]) != set(ORDINARY):
            same = before is not None and set(before) == set(given["extensions"])
            details["extensions"] = before if same else given["extensions"]
        if given["largest"]:
            largest = self.detail("largest")
            same = largest and round(largest / MEGABYTE, 2) == float(given["largest"])
            details["largest"] = largest if same else int(given["largest"] * MEGABYTE)
        return details
