"""Pre-test and post-test as a pair: what was gained, by person and for a cohort."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Max, Min, Q, QuerySet

from assessments.models import Quiz
from assessments.rules import gains as rules
from assessments.rules.gains import Gain
from people.models import Employee

__all__ = ["Gain", "of_all", "of_cohort", "of_person"]


def of_person(pre: Quiz, post: Quiz, employee: Employee) -> Gain | None:
    """What `employee` gained between `pre` and `post`; None until both are marked. One query."""
    return of_all(pre, post, [employee.pk]).get(employee.pk)


def of_all(pre: Quiz, post: Quiz, employees: "Iterable[int] | QuerySet[Employee]") -> dict[int, Gain]:
    """The same for many, by their primary keys, in one query.

    The first attempt at `pre` is held against the best of those at `post` that were handed in after it. Whoever lacks
    one of the two is not in it.
    """
    return {employee: rules.gain(1, before, after) for employee, before, after in _pairs(pre, post, employees)}


def of_cohort(pre: Quiz, post: Quiz, employees: "Iterable[int] | QuerySet[Employee]") -> Gain:
    """The means over all who have both, with how many they are; one query."""
    pairs = _pairs(pre, post, employees)
    before = sum((each[1] for each in pairs), Decimal(0))
    after = sum((each[2] for each in pairs), Decimal(0))
    return rules.gain(len(pairs), before, after)


def _pairs(
    pre: Quiz, post: Quiz, employees: "Iterable[int] | QuerySet[Employee]"
) -> list[tuple[int, Decimal, Decimal]]:
    keys: Any = employees  # the type checker knows no lookup that takes both
    marked = Q(attempts__submitted_at__isnull=False, attempts__percent__isnull=False)
    found = (
        Employee.objects.filter(pk__in=keys)
        .annotate(
            pre=FilteredRelation("attempts", condition=marked & Q(attempts__quiz=pre, attempts__number=1)),
            post=FilteredRelation("attempts", condition=marked & Q(attempts__quiz=post)),
        )
        .filter(post__submitted_at__gt=F("pre__submitted_at"))
        .values("pk")
        .annotate(before=Min("pre__percent"), after=Max("post__percent"))
        .order_by("pk")
    )
    return [(row["pk"], row["before"], row["after"]) for row in found]
