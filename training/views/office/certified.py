"""Who was certified for a course, in a unit, on a day: as a page and as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets import AdminDateInput

from foundation import audit
from foundation.views.sheets import sheet
from people.models import Posting, Role, Unit, User
from people.office.access import OfficePage, RoleRequired
from training.certified import Line, Roll
from training.views.office.certificate_forms import hr_units, thing_of, things

ON_A_PAGE = 50
WHO = [("", gettext_lazy("everybody")), ("yes", gettext_lazy("certified")), ("no", gettext_lazy("not certified"))]


class CertifiedForm(forms.Form):
    thing = forms.ChoiceField(label=gettext_lazy("Course or path"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=None,
        help_text=gettext_lazy("With everything below it, by where people worked on that day."),
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=AdminDateInput)
    who = forms.ChoiceField(label=gettext_lazy("Show"), choices=WHO, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = things()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = hr_units(by)  # type: ignore[attr-defined]

    @property
    def roll(self) -> Roll:
        given = self.cleaned_data
        thing = thing_of(given["thing"])
        assert thing is not None  # the form offers only what there is
        return Roll(thing, given["day"], Unit.objects.under([given["unit"]]))

    @property
    def shown(self) -> QuerySet[Posting]:
        """Everybody, those who were certified, or those who were not."""
        roll, who = self.roll, self.cleaned_data["who"]
        return roll.certified(roll.postings(), who == "yes") if who else roll.postings()


class CertifiedOn(OfficePage):
    """The question an inspection asks. Nothing is shown before it is asked."""

    roles = (Role.HR,)
    template_name = "training/office/certified.html"
    page_title = gettext_lazy("Who was certified")
    header_icon = "calendar-check"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("certificates_office:index"), gettext_lazy("Certificates")),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = "thing" in request.GET
        form = CertifiedForm(request.GET if asked else None, initial={"day": localdate()}, by=self.reader)
        answer = self.answer(form) if asked and form.is_valid() else {}
        return self.render_to_response(self.get_context_data(form=form, **answer))

    def answer(self, form: CertifiedForm) -> dict[str, Any]:
        roll, shown = form.roll, form.shown
        page = Paginator(shown, ON_A_PAGE).get_page(self.request.GET.get("page"))
        asked = {name: self.request.GET[name] for name in ("thing", "unit", "day", "who") if name in self.request.GET}
        return {
            "roll": roll,
            "unit": form.cleaned_data["unit"],
            "page": page,
            "lines": list(roll.lines(page.object_list)),
            "all": roll.postings().count(),
            "certified": roll.certified(roll.postings()).count(),
            "sheet": f"{reverse('certificates_office:certified_sheet')}?{urlencode(asked)}",
        }


class CertifiedSheet(RoleRequired):
    """The same answer as a workbook; who took it out is in the history."""

    roles = (Role.HR,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CertifiedForm(request.GET, by=self.reader)
        if not form.is_valid():
            return redirect(f"{reverse('certificates_office:certified')}?{request.GET.urlencode()}")
        roll, given = form.roll, form.cleaned_data
        said = {"unit": given["unit"].code, "day": f"{roll.day}", "who": given["who"]}
        audit.record(self.reader, "training.export_certified", cast(Model, roll.thing), **said)
        header = [
            *(_("Number"), pgettext("person", "Name"), _("Unit"), _("Position")),
            *(_("Certified"), _("Code"), _("Since"), _("Until")),
        ]
        name = f"certified-{roll.thing.code}-{given['unit'].code}-{roll.day}"
        return sheet(name, f"{roll.day}", header, _rows(roll.lines(form.shown.iterator(chunk_size=2_000))))


def _rows(lines: Iterator[Line]) -> Iterator[list[str]]:
    for line in lines:
        posting, certificate = line.posting, line.certificate
        yield [
            posting.employee.employee_no,
            posting.employee.name,
            posting.unit.name,
            posting.position.name,
            _("yes") if certificate else _("no"),
            certificate.code if certificate else "",
            _day(certificate.issued_on if certificate else None),
            _day(line.until),
        ]


def _day(day: date | None) -> str:
    return f"{day or ''}"
