"""Which standards a KPI feels."""

from collections.abc import Iterable

from django.db import transaction

from assessments.models import Standard
from foundation import audit
from people.models import User
from scorecards.models import Kpi


@transaction.atomic
def name_standards(kpi: Kpi, standards: Iterable[Standard], *, by: User) -> None:
    """Let the KPI stand for exactly these standards; the same ones again change nothing."""
    kpi = Kpi.objects.select_for_update().get(pk=kpi.pk)
    wanted = sorted(standard.code for standard in standards)
    if wanted == sorted(kpi.standards.values_list("code", flat=True)):
        return
    kpi.standards.set(Standard.objects.filter(code__in=wanted))
    audit.record(by, "scorecards.name_standards", kpi, standards=wanted)
