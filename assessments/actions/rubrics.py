"""Writing rubrics."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from assessments.models import Rubric
from foundation import audit
from people.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion as it is written. `key`: '' for a new one. `texts`: language → text. `points`: 1 or more."""

    key: str
    texts: Mapping[str, str]
    points: int
    standard: str  # code of the standard it watches for, or ''
    critical: bool


@transaction.atomic
def save_rubric(
    rubric: Rubric, *, titles: Mapping[str, str], pass_mark: Decimal, lines: Sequence[Line], by: User | None
) -> Rubric:
    """Write a rubric with its criteria in this order. A criterion keeps its key for good, a new one gets one.

    What was observed so far keeps the criteria it was judged by.
    """
    new = rubric.pk is None
    if not new:
        Rubric.objects.select_for_update().get(pk=rubric.pk)
    rubric.titles = {language: text for language, text in titles.items() if text}
    rubric.pass_mark = pass_mark
    rubric.criteria = [
        {
            "key": line.key or secrets.token_hex(4),
            "texts": {language: text for language, text in line.texts.items() if text},
            "points": line.points,
            "standard": line.standard,
            "critical": line.critical,
        }
        for line in lines
    ]
    rubric.save()
    audit.record(by, "assessments.create_rubric" if new else "assessments.change_rubric", rubric, code=rubric.code)
    return rubric
