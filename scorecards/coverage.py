"""Which KPIs feel a standard."""

from collections.abc import Sequence

from django.urls import reverse

from assessments.coverage import MEASURED, Use, add_use
from scorecards.models import Kpi


def measured(standards: Sequence[int]) -> dict[int, list[Use]]:
    """The KPIs that name each standard; one query."""
    found: dict[int, list[Use]] = {}
    for standard, pk, name in (
        Kpi.objects.filter(standards__in=standards).order_by("code").values_list("standards", "pk", "name")
    ):
        found.setdefault(standard, []).append(Use(name, reverse("kpis:kpi", args=[pk])))
    return found


add_use(MEASURED, measured)
