"""Naming what people are good at."""

from django.db import transaction

from assessments.models import Competency
from foundation import audit
from people.models import User


@transaction.atomic
def name_competency(code: str, name: str, *, by: User | None) -> Competency:
    """A competency with this code and name; a known code gets the name. The same again changes nothing."""
    competency, new = Competency.objects.select_for_update().get_or_create(code=code, defaults={"name": name})
    if new or competency.name != name:
        competency.name = name
        competency.save(update_fields=["name"])
        audit.record(by, "assessments.name_competency", competency, code=code)
    return competency
