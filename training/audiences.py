"""Whom a path is for: its rules asked of the database, for everybody at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from people.models import Posting, Unit
from training.models import Audience, Enrolment, Path, PathAssignment, PathRule
from training.rules.paths import Rule, Step

NOBODY, ANYBODY = Q(pk__in=[]), Q(pk__isnull=False)


@dataclass(frozen=True, slots=True)
class PathDraft:
    """A path as somebody wants it to be, saved or not. Courses, positions and units by primary key."""

    code: str
    titles: Mapping[str, str]
    audience: str
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...] = ()
    summaries: Mapping[str, str] = field(default_factory=dict)
    choose: Mapping[str, int] = field(default_factory=dict)
    certificate: bool = False
    valid_months: int | None = None
    active: bool = False
    pk: int | None = None  # of the path it is to replace

    @property
    def required(self) -> list[Step]:
        return [step for step in self.steps if not step.elective]


def draft_of(path: Path) -> PathDraft:
    """A path as it is stored, at five queries."""
    steps = path.steps.prefetch_related("after").order_by("order", "pk")
    rules = path.rules.prefetch_related("positions", "units").order_by("pk")
    return PathDraft(
        code=path.code,
        titles=path.titles,
        audience=path.audience,
        steps=tuple(
            Step(
                step.course_id,
                step.group,
                frozenset(other.course_id for other in step.after.all()),
                step.wait_days,
                step.due_days,
            )
            for step in steps
        ),
        rules=tuple(_rule(rule) for rule in rules),
        summaries=path.summaries,
        choose=path.choose,
        certificate=path.certificate,
        valid_months=path.valid_months,
        active=path.active,
        pk=path.pk,
    )


def _rule(rule: PathRule) -> Rule:
    return Rule(
        positions=frozenset(position.pk for position in rule.positions.all()),
        units=frozenset(unit.pk for unit in rule.units.all()),
        hired_from=rule.hired_from,
        hired_until=rule.hired_until,
        served_from=rule.served_from,
        served_until=rule.served_until,
        level_from=rule.level_from,
        level_until=rule.level_until,
    )


def entering(draft: PathDraft, today: date) -> QuerySet[Posting, Any]:
    """The postings of those who come onto the path today: a rule takes them, and they are not on it yet.

    Somebody who has completed it stays on it and is not taken again. `newcomer`: a rule that looks at the day of
    hiring takes them onto a path for new employees. A path that is switched off takes nobody.
    """
    tops = _tops(draft.rules)
    taken = [_worked(rule, tops) & _served(rule, today) for rule in draft.rules]
    fresh = [
        condition
        for rule, condition in zip(draft.rules, taken, strict=True)
        if draft.audience == Audience.NEW and rule.about_newcomers
    ]
    on_it = PathAssignment.objects.filter(path=draft.pk, employee=OuterRef("employee"), ended_at=None)
    newcomer = Case(
        When(reduce(or_, fresh, NOBODY), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    postings = Posting.objects.on(today).filter(_employed("employee__", today))
    found = postings.filter(reduce(or_, taken, NOBODY), ~Exists(on_it)).annotate(newcomer=newcomer)
    return found if draft.active else found.none()


def leaving(draft: PathDraft, today: date) -> QuerySet[PathAssignment]:
    """The assignments that the rules take back: whoever was moved, or left, or is no longer meant.

    Nobody loses a path because time went by: days of service are those of the day they came onto it. What was
    chosen by hand or is completed stays, and a path that is switched off takes nothing back.
    """
    tops = _tops(draft.rules)
    posted = Posting.objects.on(today).filter(employee=OuterRef("employee"))
    stays = [
        Exists(posted.filter(_worked(rule, tops, hired=False))) & _had_served(rule) & _hired(rule, "employee__")
        for rule in draft.rules
    ]
    on_it = PathAssignment.objects.filter(path=draft.pk, by_hand=False, ended_at=None, completed_at=None)
    if not draft.active:
        return on_it.none()
    return on_it.exclude(reduce(or_, stays, NOBODY) & _employed("employee__", today))


def lacking(draft: PathDraft) -> QuerySet[PathAssignment]:
    """Those on the path who were never given one of its required courses: it was added later."""
    courses = [step.course for step in draft.required]
    given = (
        Enrolment.objects.filter(employee=OuterRef("employee"), course__in=courses, withdrawn_at=None)
        .order_by()
        .values("employee")
        .annotate(courses=Count("course", distinct=True))
        .values("courses")
    )
    on_it = PathAssignment.objects.filter(path=draft.pk, ended_at=None, completed_at=None)
    return on_it.annotate(given=Coalesce(Subquery(given), 0)).filter(given__lt=len(courses))


def dropped(draft: PathDraft) -> QuerySet[Enrolment]:
    """What the path gave and nobody began, of courses that it no longer has."""
    on_it = PathAssignment.objects.filter(
        path=draft.pk, employee=OuterRef("employee"), ended_at=None, completed_at=None
    )
    given = Enrolment.objects.untouched().filter(path=draft.pk) if draft.pk else Enrolment.objects.none()
    return given.filter(Exists(on_it)).exclude(course__in=[step.course for step in draft.steps])


def _tops(rules: tuple[Rule, ...]) -> dict[int, Unit]:
    named = {pk for rule in rules for pk in rule.units}
    return Unit.objects.in_bulk(named) if named else {}


def _worked(rule: Rule, tops: Mapping[int, Unit], hired: bool = True) -> Q:
    """A posting as the rule wants it: position, level, unit, and the day of hiring."""
    condition = ANYBODY
    if rule.positions:
        condition &= Q(position__in=rule.positions)
    if rule.level_from is not None:
        condition &= Q(position__level__gte=rule.level_from)
    if rule.level_until is not None:
        condition &= Q(position__level__lte=rule.level_until)
    if rule.units:
        condition &= Q(unit__in=Unit.objects.under([tops[pk] for pk in rule.units if pk in tops]))
    return condition & _hired(rule, "employee__") if hired else condition


def _hired(rule: Rule, path: str) -> Q:
    condition = Q()
    if rule.hired_from is not None:
        condition &= Q(**{f"{path}hired_on__gte": rule.hired_from})
    if rule.hired_until is not None:
        condition &= Q(**{f"{path}hired_on__lte": rule.hired_until})
    return condition


def _served(rule: Rule, today: date) -> Q:
    """Days of service on `today`, of a posting's employee."""
    condition = Q()
    if rule.served_from is not None:
        condition &= Q(employee__hired_on__lte=_days_before(today, rule.served_from))
    if rule.served_until is not None:
        condition &= Q(employee__hired_on__gte=_days_before(today, rule.served_until))
    return condition


def _had_served(rule: Rule) -> Q:
    """Days of service when somebody came onto the path."""
    condition = Q()
    if rule.served_from is not None:
        condition &= Q(served_days__gte=rule.served_from)
    if rule.served_until is not None:
        condition &= Q(served_days__lte=rule.served_until)
    return condition


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, day.toordinal() - 1))


def _employed(path: str, today: date) -> Q:
    return Q(**{f"{path}left_on": None}) | Q(**{f"{path}left_on__gte": today})
