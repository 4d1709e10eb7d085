"""Paths, courses and people for the stories about learning paths."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from people.models import Employee, Unit
from tests.factories import AT, employ, make_course
from training.actions import path_saving, paths
from training.audiences import PathDraft
from training.models import Audience, Course, Enrolment, Path, PathAssignment
from training.rules.paths import Rule, Step

TODAY = date(2026, 3, 2)  # AT, in Shanghai


def days(count: int) -> timedelta:
    return timedelta(days=count)


def courses(*codes: str) -> list[Course]:
    """Courses of one lesson each; those that are there already are taken as they are."""
    found = []
    for code in codes:
        course = Course.objects.filter(code=code).first() or make_course(code, lessons=1)
        course.titles = {"en": code.title(), "zh-hans": f"{code}课"}
        course.save()
        found.append(course)
    return found


def draft(*steps: Step, **given: Any) -> PathDraft:
    """A path for everybody in service that is switched on, unless `given` says otherwise."""
    rules = given.pop("rules", (Rule(),))
    return PathDraft(
        **{
            "code": "start",
            "titles": {"en": "New shop assistants", "zh-hans": "新导购"},
            "audience": Audience.IN_SERVICE,
            "active": True,
            "steps": steps,
            "rules": rules,
            **given,
        }
    )


def make_path(*steps: Step, **given: Any) -> Path:
    """A path as it stands after saving, not yet assigned."""
    return path_saving.save(draft(*steps, **given), version=0, by=None)


def assign(path: Path, at: datetime = AT) -> paths.Outcome:
    return paths.apply(Path.objects.get(pk=path.pk), at=at)


def staff(unit: Unit, count: int, first: int = 100) -> list[Employee]:
    return [employ(f"{number:05d}", f"员工{number}", unit, account=False) for number in range(first, first + count)]


def on(path: Path) -> list[str]:
    """The names of those on the path."""
    live = PathAssignment.objects.filter(path=path, ended_at=None)
    return sorted(live.values_list("employee__name", flat=True))


def open_courses(employee: Employee) -> list[str]:
    current = Enrolment.objects.current().filter(employee=employee, completed_at=None)
    return sorted(current.values_list("course__code", flat=True))


def finish(employee: Employee, course: Course, at: datetime = AT) -> Enrolment:
    """The current round of the course, completed as if its lessons had been learned."""
    enrolment = Enrolment.objects.current().get(employee=employee, course=course)
    enrolment.started_at = enrolment.completed_at = at
    enrolment.save()
    return enrolment


def later(count: int) -> datetime:
    return datetime(2026, 3, 2, 2, tzinfo=UTC) + days(count)
