"""Certificates in the back office: the list, one of them, and what can be done with it."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from foundation import jobs
from people.models import Role, Unit
from people.office.access import WIDE, OfficeList, OfficePage
from training import reasons
from training.actions import certificate_endings as endings
from training.certificate_tasks import ARCHIVE
from training.models import Certificate, CertificateEvent, Change
from training.rules.certificates import State
from training.selection import Selection, held_in, in_state
from training.views.office.certificate_forms import STATES, ArchiveForm, ReasonForm, hr_people, hr_units, things

WORDS = {
    State.GENUINE: gettext_lazy("valid"),
    State.EXPIRED: gettext_lazy("expired"),
    State.REVOKED: gettext_lazy("withdrawn"),
    State.REPLACED: gettext_lazy("replaced by a new copy"),
}


def certificates_of(user: Any) -> QuerySet[Certificate]:
    """The certificates of the people below the reader's HR grants."""
    return Certificate.objects.filter(employee__in=hr_people(user))


class CertificateFilters(WagtailFilterSet):
    thing = django_filters.ChoiceFilter(label=gettext_lazy("Course or path"), choices=things, method="of_thing")
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: hr_units(request.user),
        to_field_name="code",
        method="in_unit",
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES[1:], method="in_state")
    issued = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Issued"), field_name="issued_on", widget=DateRangePickerWidget
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def of_thing(self, queryset: QuerySet[Certificate], _name: str, thing: str) -> QuerySet[Certificate]:
        return Selection(thing=thing).narrow(queryset, localdate())

    def in_unit(self, queryset: QuerySet[Certificate], _name: str, unit: Unit) -> QuerySet[Certificate]:
        return queryset.filter(held_in(Unit.objects.filter(pk=unit.pk), localdate()))

    def in_state(self, queryset: QuerySet[Certificate], _name: str, state: str) -> QuerySet[Certificate]:
        return queryset.filter(in_state(state, localdate()))


class CertificateList(OfficeList):
    roles = (Role.HR,)
    model = Certificate
    page_title = gettext_lazy("Certificates")
    header_icon = "clipboard-list"
    index_url_name = "certificates_office:index"
    index_results_url_name = "certificates_office:index_results"
    search_fields = ["name", "code", "employee__employee_no", "employee__name"]
    filterset_class = CertificateFilters
    default_ordering = "-issued_on"
    no_results_message = gettext_lazy(
        "No certificate is found. Completed courses give them; you can also issue them by hand."
    )
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("person", "Name"),
            sort_key="name",
            get_url=lambda each: reverse("certificates_office:certificate", args=[each.code]),
        ),
        Column("number", label=gettext_lazy("Number"), classname=WIDE, accessor="employee.employee_no"),
        Column("title", label=gettext_lazy("Course or path")),
        Column("code", label=gettext_lazy("Code"), classname=WIDE),
        Column(
            "issued_on", label=gettext_lazy("Issued"), accessor=lambda each: f"{each.issued_on}", sort_key="issued_on"
        ),
        Column(
            "expires_on",
            label=gettext_lazy("Valid until"),
            classname=WIDE,
            accessor=lambda each: f"{each.valid_until or '—'}",
            sort_key="expires_on",
        ),
        Column("state", label=gettext_lazy("State"), accessor=lambda each: WORDS[each.state(localdate())]),
    ]

    def get_base_queryset(self) -> QuerySet[Certificate]:
        found = certificates_of(self.request.user).defer("credential", "design")
        return found.select_related("employee").prefetch_related("events")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        given = self.request.GET
        wanted = {name: given[name] for name in ("thing", "unit", "state") if given.get(name)}
        wanted |= {f"issued_{end}": given[f"issued_{end}"] for end in ("from", "to") if given.get(f"issued_{end}")}
        archive = f"{reverse('certificates_office:archive')}?{urlencode(wanted)}"
        issue = reverse("certificates_office:issue")
        return [
            HeaderButton(_("Issue certificates"), url=issue, icon_name="plus", priority=10),
            HeaderButton(_("All of these as one ZIP"), url=archive, icon_name="download", priority=20),
        ]


class AboutCertificate(OfficePage):
    roles = (Role.HR,)
    header_icon = "clipboard-list"

    @cached_property
    def certificate(self) -> Certificate:
        seen = certificates_of(self.request.user).select_related("employee", "course", "path", "replaces")
        return get_object_or_404(seen, code=self.kwargs["code"])

    def get_page_subtitle(self) -> str:
        return self.certificate.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        above = (reverse("certificates_office:index"), gettext_lazy("Certificates"))
        return (
            above,
            (reverse("certificates_office:certificate", args=[self.certificate.code]), self.certificate.code),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(certificate=self.certificate, **kwargs)


class OneCertificate(AboutCertificate):
    """What it says, what became of it, and what can be done with it now."""

    template_name = "training/office/certificate.html"

    def get_page_title(self) -> str:
        return self.certificate.code

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return super().get_parents()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        state = self.certificate.state(today)
        return super().get_context_data(
            state=WORDS[state],
            stands=endings.in_force(self.certificate, today),
            copied=endings.may_be_copied(self.certificate, today),
            events=_with_reasons(self.certificate.events.select_related("by")),
            newer=self.certificate.replaced_by.order_by("pk"),
            **kwargs,
        )


def _with_reasons(events: QuerySet[CertificateEvent]) -> list[tuple[CertificateEvent, str]]:
    """Each event with its reason in words: what HR wrote, or which change of the course it was."""
    keys = [pk for each in events if (pk := reasons.change_of(each.reason)) is not None]
    changes = Change.objects.select_related("course", "revision__standard").in_bulk(keys)
    names = {reasons.of_change(pk): change.name for pk, change in changes.items()}
    return [(each, names.get(each.reason, each.reason)) for each in events]


class WithReason(AboutCertificate):
    """Something that ends a certificate: asked for with a reason, done once."""

    template_name = "training/office/certificate_reason.html"
    button: Any = ""
    warning: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"button": self.button, "warning": self.warning}
        return super().get_context_data(**{"form": ReasonForm()} | words | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self.act(request, form.cleaned_data["reason"])

    def act(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise NotImplementedError


class Revoke(WithReason):
    page_title = gettext_lazy("Withdraw")
    button = gettext_lazy("Withdraw the certificate")
    warning = gettext_lazy(
        "From today on it counts no longer, and whoever verifies it is told so. That cannot be taken back."
    )

    def act(self, request: HttpRequest, reason: str) -> HttpResponse:
        endings.revoke(self.certificate.pk, by=self.reader, at=now(), reason=reason)
        messages.success(request, _("The certificate is withdrawn."))
        return redirect("certificates_office:certificate", self.certificate.code)


class Reissue(WithReason):
    page_title = gettext_lazy("New copy")
    button = gettext_lazy("Issue the new copy")
    warning = gettext_lazy(
        "The copy has a code of its own, the name as it is today and the same last day. From today on it alone counts."
    )

    def act(self, request: HttpRequest, reason: str) -> HttpResponse:
        try:
            copy = endings.reissue(self.certificate.pk, by=self.reader, at=now(), reason=reason)
        except endings.NotInForceError:
            messages.error(
                request, _("It counts no longer, or a newer one has taken its place: there is nothing to copy.")
            )
            return redirect("certificates_office:certificate", self.certificate.code)
        messages.success(request, _("The new copy is %(code)s.") % {"code": copy.code})
        return redirect("certificates_office:certificate", copy.code)


class Archive(OfficePage):
    """Many certificates as one ZIP, made by a job. Pressed twice, the second press finds the running one."""

    roles = (Role.HR,)
    template_name = "training/office/certificate_archive.html"
    page_title = gettext_lazy("One ZIP")
    header_icon = "download"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("certificates_office:index"), gettext_lazy("Certificates")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        initial = {name: given.get(name, "") for name in ("thing", "unit", "state", "issued_from")}
        initial["issued_until"] = given.get("issued_to", "")
        return super().get_context_data(**{"form": ArchiveForm(initial=initial, by=self.reader)} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ArchiveForm(request.POST, by=self.reader)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        selection = form.selection
        if not selection.narrow(certificates_of(self.reader), localdate()).exists():
            form.add_error(None, _("No certificate is like that. Leave something out and try again."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        job = jobs.start_once(
            ARCHIVE, _("Certificates as one ZIP"), by=self.reader, at=now(), arguments=selection.store()
        )
        return redirect("job", job.pk)
