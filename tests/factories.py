"""Rows for tests, with sensible values where a test does not care."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from assessments.models import Competency, Question, QuestionVersion, Quiz, QuizItem, Standard
from people.models import Employee, Position, Posting, RoleGrant, Unit, User
from scorecards.models import Cycle, CyclePlan, Kpi, KpiFact, Plan, PlanLine
from training.models import Course, Enrolment, Lesson

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday morning, ten o'clock in Shanghai


def make_unit(code: str, name: str = "", kind: str = "store", parent: Unit | None = None) -> Unit:
    fields = {"code": code, "name": name or code, "kind": kind}
    if parent is None:
        return Unit.add_root(**fields)
    return Unit.objects.get(pk=parent.pk).add_child(**fields)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.LazyAttribute(lambda o: o.username.title())
    language = "en"
    password = factory.django.Password("correct horse")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position
        django_get_or_create = ("code",)

    code = "sales"
    name = "导购"
    level = 1
    track = "sales"


class EmployeeFactory(DjangoModelFactory):
    class Meta:
        model = Employee

    employee_no = factory.Sequence(lambda n: f"{n:05d}")
    name = factory.Sequence(lambda n: f"员工{n}")
    hired_on = date(2024, 1, 1)
    language = "en"


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    employee = factory.SubFactory(EmployeeFactory)
    starts_on = factory.LazyAttribute(lambda o: o.employee.hired_on)
    position = factory.SubFactory(PositionFactory)


def employ(no: str, name: str, unit: Unit, *, position: str = "sales", account: bool = True, **kwargs: Any) -> Employee:
    """An employee posted to `unit` since the day of hiring, with an account whose password is `correct horse`."""
    user = UserFactory(username=no, name=name) if account else None
    manager = kwargs.pop("manager", None)
    employee = EmployeeFactory(employee_no=no, name=name, user=user, **kwargs)
    PostingFactory(employee=employee, unit=unit, position=PositionFactory(code=position), manager=manager)
    return employee


def grant(user: User, role: str, unit: Unit) -> RoleGrant:
    from people.actions.grants import grant_role

    return grant_role(user, role, unit, by=None, at=AT)


class CompetencyFactory(DjangoModelFactory):
    class Meta:
        model = Competency
        django_get_or_create = ("code",)

    code = "selling"
    name = factory.LazyAttribute(lambda o: o.code.title())


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = Standard
        django_get_or_create = ("code",)

    code = "GREET-1"
    titles = {"zh-hans": "先问候", "en": "Greet first"}
    texts = {"zh-hans": "顾客进店先问候。", "en": "Greet every customer who comes in."}


class QuizFactory(DjangoModelFactory):
    class Meta:
        model = Quiz
        django_get_or_create = ("code",)

    code = "final"
    titles = {"zh-hans": "结业测验", "en": "Final quiz"}
    pass_mark = "80"


def make_quiz(code: str = "final", singles: int = 2, multiples: int = 1, **fields: Any) -> Quiz:
    """A quiz whose right answer is always `a`, or `a` and `b` where several are right of a, b, c, d."""
    quiz = QuizFactory(code=code, **fields)
    kinds = ["single"] * singles + ["multiple"] * multiples
    for order, kind in enumerate(kinds, start=1):
        question = Question.objects.create(code=f"{code}-{order}", kind=kind)
        wording = {
            "stem": f"Question {order}?",
            "options": {key: f"Option {key}{order}" for key in "abcd"},
            "feedback": f"Because {order}.",
        }
        QuestionVersion.objects.create(
            question=question,
            number=1,
            wording={"en": wording, "zh-hans": {**wording, "stem": f"第{order}题？"}},
            options=list("abcd"),
            right=["a"] if kind == "single" else ["a", "b"],
            mark=1,
            created_at=AT,
        )
        QuizItem.objects.create(quiz=quiz, question=question, order=order)
    return quiz


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course
        django_get_or_create = ("code",)

    code = "reception"
    titles = {"zh-hans": "接待礼仪", "en": "Reception etiquette"}
    minutes = 20


def make_course(code: str = "reception", lessons: int = 2, quiz: Quiz | None = None) -> Course:
    course = CourseFactory(code=code, quiz=quiz)
    for order in range(1, lessons + 1):
        Lesson.objects.create(
            course=course,
            code=f"lesson-{order}",
            order=order,
            titles={"zh-hans": f"第{order}课", "en": f"Lesson {order}"},
        )
    return course


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    course = factory.SubFactory(CourseFactory)
    assigned_at = AT


class KpiFactory(DjangoModelFactory):
    class Meta:
        model = Kpi
        django_get_or_create = ("code",)

    code = "net-sales"
    name = factory.LazyAttribute(lambda o: o.code)
    perspective = "financial"
    unit = "money"
    direction = "up"
    aggregation = "sum"


class KpiFactFactory(DjangoModelFactory):
    class Meta:
        model = KpiFact

    kpi = factory.SubFactory(KpiFactory)
    period = date(2026, 1, 1)
    numerator = "100"


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = Cycle
        django_get_or_create = ("code",)

    code = "2026-q1"
    name = "2026 Q1"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 3, 31)


def make_plan(code: str, *lines: dict[str, Any]) -> Plan:
    """A plan of the given lines; a line needs `weight` and takes the rest from a straight KPI line."""
    plan = Plan.objects.create(code=code)
    for order, line in enumerate(lines, start=1):
        PlanLine.objects.create(
            plan=plan,
            order=order,
            **{"component": "kpi", "curve": "direct", "missing": "reweight", **line},
        )
    return plan


def use_plan(cycle: Cycle, plan: Plan, position: Position | None = None) -> CyclePlan:
    return CyclePlan.objects.create(cycle=cycle, plan=plan, position=position)
