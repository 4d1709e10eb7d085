"""Who still owes a signature for a standard, or has yet to read what changed in a course.

Whoever holds a posting today in a position of the standard owes it (in any, where the standard names none),
until they have signed for a revision from `sign_from` on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assessments.models import Standard
from people.models import Employee, Posting, Unit
from people.querysets import EmployeeQuerySet
from training import reasons
from training.models import Acknowledgement, Change, Course, Enrolment, Meaning, Signature

ASKS_TO_SIGN = (Meaning.SIGN, Meaning.RETRAIN)


@dataclass(frozen=True, slots=True)
class OwedSignature:
    """A standard that somebody has to read and sign; `change` is what made it due again, if anything did."""

    standard: Standard
    due_on: date | None
    change: Change | None

    @property
    def url(self) -> str:
        return self.standard.get_absolute_url()


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one standard: how many people it asks for a signature, and how many of them have given it."""

    asked: int = 0
    signed: int = 0

    @property
    def owing(self) -> int:
        return self.asked - self.signed


def _held(employee: Any, standard: Any, sign_from: Any) -> QuerySet[Signature]:
    """Signatures that still hold."""
    return Signature.objects.filter(
        employee=employee, revision__standard=standard, revision__number__gte=sign_from
    ).order_by()


def owed_by(employee: Employee, today: date) -> list[OwedSignature]:
    """What one person still has to sign today, by code; three queries at most."""
    posting = employee.postings.on(today).first()
    if posting is None:
        return []
    wanted = Standard.objects.to_sign().of_position(posting.position_id)
    standards = list(wanted.exclude(Exists(_held(employee, OuterRef("pk"), OuterRef("sign_from")))))
    changes = latest_calls(standards)
    return [
        OwedSignature(each, change.due_on if (change := changes.get(each.pk)) else None, change) for each in standards
    ]


def latest_calls(standards: list[Standard]) -> dict[int, Change]:
    """By standard: the change because of which older signatures no longer hold; one query, none for none."""
    if not standards:
        return {}
    asked = Change.objects.filter(
        revision__standard__in=standards,
        revision__number=F("revision__standard__sign_from"),
        meaning__in=ASKS_TO_SIGN,
    )
    return {change.revision.standard_id: change for change in asked.select_related("revision") if change.revision}


def owed_acknowledgements(employee: Employee) -> "QuerySet[Change]":
    """The changes of courses that this person completed before, and has not acknowledged nor outlearned since."""
    done = Enrolment.objects.filter(employee=employee, course=OuterRef("course"), withdrawn_at=None)
    return (
        Change.objects.filter(course__published=True, meaning=Meaning.SIGN)
        .filter(
            Exists(done.filter(completed_at__lte=OuterRef("published_at"))),
            ~Exists(done.filter(completed_at__gt=OuterRef("published_at"))),
            ~Exists(Acknowledgement.objects.filter(employee=employee, change=OuterRef("pk"))),
        )
        .select_related("course")
        .order_by("published_at", "pk")
    )


def asked(standard: Standard, today: date) -> EmployeeQuerySet:
    """Whom this standard asks for a signature: all posted today in one of its positions, or anywhere."""
    posted = Posting.objects.on(today).filter(employee=OuterRef("pk"))
    positions = standard.positions.all()
    return Employee.objects.filter(Exists(posted.filter(position__in=positions) if positions.exists() else posted))


def unsigned(standard: Standard, today: date) -> EmployeeQuerySet:
    """Who owes a signature for this one standard."""
    return asked(standard, today).filter(~Exists(_held(OuterRef("pk"), standard, standard.sign_from)))


def owing(today: date) -> EmployeeQuerySet:
    """People who owe at least one signature, with `owed`: how many."""
    position = Posting.objects.on(today).filter(employee=OuterRef("pk")).values("position")[:1]
    asked = (
        Standard.objects.to_sign()
        .of_position(OuterRef(OuterRef("position_today")))
        .exclude(Exists(_held(OuterRef(OuterRef("pk")), OuterRef("pk"), OuterRef("sign_from"))))
        .order_by()
    )
    number = asked.values("must_sign").annotate(number=Count("pk")).values("number")
    people = Employee.objects.annotate(position_today=Subquery(position)).filter(position_today__isnull=False)
    return people.annotate(owed=Coalesce(Subquery(number), Value(0))).filter(owed__gt=0)


def owed(today: date, units: "QuerySet[Unit] | None" = None) -> "QuerySet[Any, Any]":
    """Every unsigned pair as rows of (employee, standard), both primary keys, at one query.

    `units` narrows it to the people posted there today.
    """
    posted = Posting.objects.on(today).order_by()
    if units is not None:
        posted = posted.filter(unit__in=units)
    named = posted.filter(position__standards__in=Standard.objects.to_sign()).annotate(
        standard=F("position__standards"), sign_from=F("position__standards__sign_from")
    )
    parts = [named]
    for standard in Standard.objects.to_sign().filter(positions=None):
        parts.append(posted.annotate(standard=Value(standard.pk), sign_from=Value(standard.sign_from)))
    pairs = [
        part.exclude(Exists(_held(OuterRef("employee"), OuterRef("standard"), OuterRef("sign_from")))).values_list(
            "employee_id", "standard"
        )
        for part in parts
    ]
    return pairs[0].union(*pairs[1:], all=True) if len(pairs) > 1 else pairs[0]


def tallies(today: date, people: "QuerySet[Employee] | None" = None) -> dict[int, Tally]:
    """For every standard that is to be signed, how many are asked and have signed; of `people` only, if given.

    Four queries, whatever the number of standards and people.
    """
    posted = Posting.objects.on(today).order_by()
    signed = Signature.objects.filter(
        revision__number__gte=F("revision__standard__sign_from"),
        revision__standard__in=Standard.objects.to_sign(),
        employee__postings__in=Posting.objects.on(today),
    ).order_by()
    if people is not None:
        posted, signed = posted.filter(employee__in=people), signed.filter(employee__in=people)
    named = dict(
        posted.filter(position__standards__in=Standard.objects.to_sign())
        .values_list("position__standards")
        .annotate(Count("employee", distinct=True))
    )
    everybody = posted.values("employee").distinct().count()
    through = Standard.positions.through._default_manager.filter(standard=OuterRef("revision__standard"))
    here = through.filter(
        position__postings__in=Posting.objects.on(today), position__postings__employee=OuterRef("employee")
    )
    valid = signed.filter(~Exists(through) | Exists(here))
    given = dict(valid.values_list("revision__standard").annotate(Count("employee", distinct=True)))
    with_positions = set(Standard.positions.through._default_manager.values_list("standard", flat=True))
    return {
        pk: Tally(named.get(pk, 0) if pk in with_positions else everybody, given.get(pk, 0))
        for pk in Standard.objects.to_sign().values_list("pk", flat=True)
    }


def owed_of(people: Iterable[Employee]) -> dict[int, list[Standard]]:
    """What each of these people, fetched with their posting of today, still has to sign; three queries for all."""
    people = list(people)
    standards = list(Standard.objects.to_sign().prefetch_related("positions"))
    given = Signature.objects.filter(employee__in=people, revision__standard__in=standards).order_by()
    newest = {
        (employee, standard): number
        for employee, standard, number in given.values_list("employee", "revision__standard").annotate(
            Max("revision__number")
        )
    }
    return {
        person.pk: [
            each for each in standards if _asks(each, person) and newest.get((person.pk, each.pk), 0) < each.sign_from
        ]
        for person in people
    }


def _asks(standard: Standard, person: Employee) -> bool:
    positions = {position.pk for position in standard.positions.all()}
    return person.posting is not None and (not positions or person.posting.position_id in positions)


def told_of(employee: Employee, course: Course) -> Change | None:
    """What changed last in a course that this person knew before, or because of which they take it again."""
    rounds = Enrolment.objects.filter(employee=employee, course=course)
    retrained = [
        int(reason.removeprefix(reasons.RETRAIN))
        for reason in rounds.filter(reason__startswith=reasons.RETRAIN).values_list("reason", flat=True)
    ]
    knew = rounds.filter(completed_at__lte=OuterRef("published_at"), withdrawn_at=None)
    told = Change.objects.filter(Q(course=course) & Q(Exists(knew)) | Q(pk__in=retrained), meaning__in=ASKS_TO_SIGN)
    return told.select_related("course", "revision__standard").order_by("-published_at", "-pk").first()
