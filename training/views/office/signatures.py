"""Who has signed the standards, and who has not: by standard, by name, and as a workbook."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Standard
from foundation import audit
from foundation.views.sheets import Cell, sheet
from people.models import Employee, Role, User
from people.office.access import OfficePage, RoleRequired
from people.querysets import EmployeeQuerySet
from training import sign_offs

ROLES = (Role.TRAINER, Role.HR)
ON_A_PAGE = 50
CHUNK = 2_000  # people fetched at once


def people_of(user: User | Any) -> EmployeeQuerySet:
    """Whose signatures the reader looks after: everybody below their grants."""
    return Employee.objects.visible_to(user, roles=ROLES)


class SignatureList(OfficePage):
    """Every standard that is to be signed, with how many have."""

    roles = ROLES
    template_name = "training/office/signatures.html"
    page_title = gettext_lazy("Signatures")
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        standards = list(Standard.objects.to_sign().order_by("category", "code"))
        tallies = sign_offs.tallies(today, people_of(self.reader))
        calls = sign_offs.latest_calls(standards)
        rows = [
            {"standard": each, "tally": tallies.get(each.pk, sign_offs.Tally()), "call": calls.get(each.pk)}
            for each in standards
        ]
        return super().get_context_data(rows=rows, **kwargs)


class Unsigned(OfficePage):
    """Who has not signed one standard yet."""

    roles = ROLES
    template_name = "training/office/unsigned.html"
    header_icon = "edit"

    @cached_property
    def standard(self) -> Standard:
        return get_object_or_404(Standard.objects.to_sign(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.standard)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("signatures:index"), gettext_lazy("Signatures")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        people = sign_offs.unsigned(self.standard, today).filter(pk__in=people_of(self.reader))
        listed = people.with_posting(today).order_by("employee_no")
        page = Paginator(listed, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(standard=self.standard, page=page, **kwargs)


class UnsignedSheet(RoleRequired):
    """Every missing signature as a row; of one standard with ?standard=."""

    roles = ROLES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("standard", "")
        standards = Standard.objects.to_sign().in_bulk()
        if wanted:
            one = get_object_or_404(Standard.objects.to_sign(), pk=wanted if wanted.isdecimal() else None)
            standards = {one.pk: one}
        audit.record(request.user, "training.export_unsigned", self.reader, standards=len(standards))
        header = [_("Code"), _("Standard"), _("Employee number"), _("Name"), _("Unit"), _("Position"), _("Due on")]
        return sheet("unsigned", _("Not signed yet"), header, self._rows(standards))  # type: ignore[return-value]

    def _rows(self, standards: dict[int, Standard]) -> Iterator[list[Cell]]:
        today = localdate()
        calls = sign_offs.latest_calls(list(standards.values()))
        missing: dict[int, list[int]] = defaultdict(list)
        for employee, standard in sign_offs.owed(today):
            if standard in standards:
                missing[employee].append(standard)
        people = people_of(self.reader).with_posting(today).order_by("employee_no")
        for employee in people.iterator(chunk_size=CHUNK):
            for pk in sorted(missing.get(employee.pk, ()), key=lambda pk: standards[pk].code):
                due_on = calls[pk].due_on if pk in calls else None
                posting = employee.posting
                yield [
                    standards[pk].code,
                    standards[pk].title,
                    employee.employee_no,
                    employee.name,
                    posting.unit.name if posting else "",
                    posting.position.name if posting else "",
                    due_on.isoformat() if due_on else "",
                ]
