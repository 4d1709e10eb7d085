"""What became of a course with its people, counted in the database: a fixed number of queries for any number of
people. Who is counted and how is said in docs/learning.md."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from assessments.models import Attempt
from assessments.rules import gains
from assessments.rules.gains import Gain
from people.models import Position, Role, Unit, User
from training.models import Certificate, Course, Enrolment, Lesson, LessonProgress, Stage, SurveyAnswer
from training.practicals import passed_in_round
from training.rules import course_report as rules
from training.rules import survey
from training.rules.course_report import Funnel
from training.rules.survey import Mean

READERS = (Role.TRAINER, Role.HR)
COMMENTS_SHOWN = 20
SLOW = 1.0  # seconds
KEEP = 600  # seconds


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the people, and how far they got. `name` is '' for those who are posted nowhere today."""

    name: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class LessonUse:
    """A published lesson, by how many people it was opened and finished."""

    lesson: Lesson
    opened: int
    finished: int


@dataclass(frozen=True, slots=True)
class Engagement:
    """The course while it is taken: its lessons in order, how many are through, and how long that took them.

    `days`: median of the days from the first lesson to the completion, 1 place; None while nobody is through.
    """

    lessons: list[LessonUse]
    through: int
    days: Decimal | None


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """One stage of the survey: a mean for each question, and what people wrote, without their names."""

    stage: Stage
    n: int
    means: dict[str, Mean]
    comments: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    course: Course
    everybody: Funnel
    by_unit: list[Group]
    by_position: list[Group]
    by_month: list[Group]
    gain: Gain | None  # None where the course has no pre-test or no final quiz
    engagement: Engagement
    surveys: list[SurveyResult]


def kept_report(course: Course, reader: User, today: date, *, at: datetime) -> tuple[Report, datetime]:
    """The report, and when it was counted. One that took over a second is kept for ten minutes."""
    tops = sorted(Unit.objects.filter(grants__user=reader, grants__role__in=READERS).values_list("pk", flat=True))
    key = f"course-report:{course.pk}:{today}:{'-'.join(map(str, tops))}"
    kept: tuple[Report, datetime] | None = cache.get(key)
    if kept is not None:
        return kept
    begun = time.monotonic()
    counted = report(course, reader, today), at
    if time.monotonic() - begun > SLOW:
        cache.set(key, counted, KEEP)
    return counted


def report(course: Course, reader: User, today: date) -> Report:
    """Everything about a course that `reader` may know: the people of their units, or everybody from the top."""
    enrolments = cohort(course, reader, today)
    rows = _counted(enrolments, course, today)
    units = _names(Unit.objects.filter(pk__in={row["unit"] for row in rows} - {None}))
    posts = _names(Position.objects.filter(pk__in={row["position"] for row in rows} - {None}))
    return Report(
        course=course,
        everybody=rules.total(row["funnel"] for row in rows),
        by_unit=_grouped((units.get(row["unit"], ""), row["funnel"]) for row in rows),
        by_position=_grouped((posts.get(row["position"], ""), row["funnel"]) for row in rows),
        by_month=_grouped((f"{row['month']:%Y-%m}", row["funnel"]) for row in rows),
        gain=_gain(enrolments, course) if course.pretest_id and course.quiz_id else None,
        engagement=_engagement(enrolments, course),
        surveys=[_survey(enrolments, stage) for stage in Stage],
    )


def cohort(course: Course | None, reader: User, today: date) -> QuerySet[Enrolment]:
    """The present rounds in a course (None: in every course) of the people the reader has, with `now`: their
    posting today."""
    posted = Q(employee__postings__starts_on__lte=today) & (
        Q(employee__postings__ends_on__isnull=True) | Q(employee__postings__ends_on__gte=today)
    )
    enrolments = Enrolment.objects.current().annotate(now=FilteredRelation("employee__postings", condition=posted))
    if course is not None:
        enrolments = enrolments.filter(course=course)
    units = Unit.objects.granted_to(reader, READERS)
    if units.filter(depth=1).exists():
        return enrolments.order_by()
    return enrolments.filter(now__unit__in=units).order_by()


def funnels(reader: User, today: date) -> dict[int, Funnel]:
    """How every course did, by its primary key, in one query; only what a list shows is counted."""
    took, passed = _sat()
    rows: Any = cohort(None, reader, today).values("course").annotate(
        assigned=Count("pk"),
        completed=Count("pk", filter=Q(completed_at__isnull=False)),
        took=Count("pk", filter=took),
        passed=Count("pk", filter=passed),
    )  # fmt: skip
    steps = ("assigned", "completed", "took", "passed")
    return {row["course"]: Funnel(**{step: row[step] for step in steps}) for row in rows}


def _counted(enrolments: QuerySet[Enrolment], course: Course, today: date) -> list[dict[str, Any]]:
    """People by unit, position and month of assignment: one pass over the enrolments, added up afterwards."""
    took, passed = _sat()
    certified = Certificate.objects.valid_on(today).filter(course=course)
    steps = {
        "assigned": Count("pk"),
        "started": Count("pk", filter=Q(started_at__isnull=False) | Q(completed_at__isnull=False)),
        "learned": Count("pk", filter=Q(completed_at__isnull=False) | _learned(course)),
        "took": Count("pk", filter=took),
        "passed": Count("pk", filter=passed),
        "practical": Count("pk", filter=passed_in_round() if course.rubric_id else Q(pk=None)),
        "completed": Count("completed_at"),
        "certified": Count("pk", filter=Q(employee__in=certified.values("employee"))),
    }
    months = _months(enrolments)
    rows: Any = enrolments.values(unit=F("now__unit"), position=F("now__position"), since=_month(months)).annotate(
        **steps
    )
    return [
        {**row, "month": months[row["since"]], "funnel": Funnel(**{step: row[step] for step in steps})} for row in rows
    ]


def _months(enrolments: QuerySet[Enrolment]) -> list[datetime]:
    """The first moments of the months, by the product's clock, in which people were assigned; and of those between."""
    zone = ZoneInfo(settings.TIME_ZONE)
    span = enrolments.aggregate(first=Min("assigned_at"), last=Max("assigned_at"))
    if span["first"] is None:
        return []
    first = span["first"].astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [first]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= span["last"]:
        found.append(following)
    return found


def _month(months: list[datetime]) -> Case | Value:
    """The number of the month somebody was assigned in, by comparing alone: no database has to know time zones."""
    later = [When(assigned_at__gte=month, then=number) for number, month in enumerate(months)]
    return Case(*reversed(later), default=0, output_field=IntegerField()) if later else Value(0)


def _sat() -> tuple[Q, Q]:
    """Of enrolments: the final quiz was handed in, and passed; from the second round on, begun in that round."""
    tries = Attempt.objects.filter(
        quiz=OuterRef("course__quiz"), employee=OuterRef("employee"), submitted_at__isnull=False
    )
    good = tries.filter(passed=True)
    return _in_round(tries), _in_round(good)


def _in_round(tries: QuerySet[Attempt]) -> Q:
    since = tries.filter(started_at__gte=OuterRef("assigned_at"))
    return (Q(round=1) & Q(Exists(tries))) | (Q(round__gt=1) & Q(Exists(since)))


def _learned(course: Course) -> Q:
    """Every published lesson is finished; a course without lessons has nothing to finish."""
    lessons = Lesson.objects.filter(course=course, published=True).count()
    if not lessons:
        return Q(pk=None)
    done = LessonProgress.objects.filter(
        enrolment=OuterRef("pk"), completed_at__isnull=False, lesson__course=course, lesson__published=True
    )
    counted = done.order_by().values("enrolment").annotate(n=Count("pk")).filter(n=lessons)
    return Q(started_at__isnull=False) & Q(Exists(counted))


def _names(rows: QuerySet[Any]) -> dict[int, str]:
    """Primary key → name; with the code behind it where two have the same name."""
    found = list(rows.values_list("pk", "name", "code"))
    often = Counter(name for _pk, name, _code in found)
    return {pk: f"{name} ({code})" if often[name] > 1 else name for pk, name, code in found}


def _grouped(rows: Iterable[tuple[str, Funnel]]) -> list[Group]:
    found: dict[str, list[Funnel]] = {}
    for name, funnel in rows:
        found.setdefault(name, []).append(funnel)
    return [Group(name, rules.total(found[name])) for name in sorted(found, key=lambda name: (not name, name))]


def _gain(enrolments: QuerySet[Enrolment], course: Course) -> Gain:
    """Of the people who handed in the pre-test and, after it, the final quiz: the first of the one, the best of the
    other."""
    marked = Q(employee__attempts__submitted_at__isnull=False, employee__attempts__percent__isnull=False)
    first = Q(employee__attempts__quiz=course.pretest_id, employee__attempts__number=1)
    pairs = (
        enrolments.annotate(
            pre=FilteredRelation("employee__attempts", condition=marked & first),
            post=FilteredRelation("employee__attempts", condition=marked & Q(employee__attempts__quiz=course.quiz_id)),
        )
        .filter(post__submitted_at__gt=F("pre__submitted_at"))
        .values("pk")
        .annotate(before=Min("pre__percent"), after=Max("post__percent"))
    )
    sums = pairs.aggregate(n=Count("pk"), sum_before=Sum("before"), sum_after=Sum("after"))
    return gains.gain(sums["n"], sums["sum_before"] or Decimal(0), sums["sum_after"] or Decimal(0))


def _engagement(enrolments: QuerySet[Enrolment], course: Course) -> Engagement:
    progress = LessonProgress.objects.filter(lesson__course=course, enrolment__in=enrolments.values("pk"))
    rows = progress.order_by().values_list("lesson").annotate(Count("pk"), Count("completed_at"))
    counts = {lesson: (opened, finished) for lesson, opened, finished in rows}
    lessons = Lesson.objects.filter(course=course, published=True).select_related("course")
    used = [LessonUse(lesson, *counts.get(lesson.pk, (0, 0))) for lesson in lessons]
    through = enrolments.filter(started_at__isnull=False, completed_at__gte=F("started_at"))
    return Engagement(used, count := through.count(), _median_days(through, count))


def _median_days(through: QuerySet[Enrolment], count: int) -> Decimal | None:
    """The middle one of the durations, or the mean of the two in the middle."""
    if not count:
        return None
    ordered = through.annotate(took=Seconds("completed_at", "started_at")).order_by("took")
    middle = list(ordered.values_list("took", flat=True)[(count - 1) // 2 : count // 2 + 1])
    return rules.days(Decimal(sum(map(round, middle))) / len(middle))


class Seconds(Func):
    """Seconds from the second moment to the first."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    arg_joiner = " - "
    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Django would subtract in Python, row by row."""
        until, since = (compiler.compile(each) for each in self.get_source_expressions())
        sql = f"(julianday({until[0]}) - julianday({since[0]})) * 86400.0"
        return sql, (*until[1], *since[1])


def _survey(enrolments: QuerySet[Enrolment], stage: Stage) -> SurveyResult:
    said = SurveyAnswer.objects.filter(stage=stage, enrolment__in=enrolments.values("pk")).order_by()
    values = {key: Cast(KeyTextTransform(key, "answers"), IntegerField()) for key in survey.QUESTIONS}
    sums = said.aggregate(
        n=Count("pk"),
        **{f"sum_{key}": Sum(value) for key, value in values.items()},
        **{f"n_{key}": Count(value) for key, value in values.items()},
    )
    means = {key: survey.mean(sums[f"sum_{key}"] or 0, sums[f"n_{key}"]) for key in survey.QUESTIONS}
    wrote = said.exclude(comment="").order_by("-answered_at").values_list("comment", flat=True)
    return SurveyResult(stage, sums["n"], means, list(wrote[:COMMENTS_SHOWN]) if sums["n"] >= survey.FEWEST else [])
