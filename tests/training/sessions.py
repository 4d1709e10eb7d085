"""A session to tell stories about: tomorrow afternoon in store one, with two places."""

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any

from assessments.models import Rubric
from people.models import User
from tests.factories import AT
from training.actions import sessions
from training.models import Course, Session

START = AT + timedelta(days=1, hours=4)  # the next day, two in the afternoon in Shanghai
END = START + timedelta(hours=2)
_numbers = itertools.count(1)


def plan(course: Course, trainer: User, **terms: Any) -> sessions.Plan:
    given = {"kind": "classroom", "place": "Room 301", "unit": None, "starts_at": START, "ends_at": END, "places": 2}
    return sessions.Plan(course=course, trainer=trainer, **{**given, **terms})


def call(course: Course, trainer: User, **terms: Any) -> Session:
    return sessions.call(plan(course, trainer, **terms), by=trainer)


def make_rubric(code: str = "watched", pass_mark: str = "80") -> Rubric:
    """Three criteria: `greet` (3 points, critical), `ask` (4), `note` (2)."""
    rows = (("greet", 3, True), ("ask", 4, False), ("note", 2, False))
    criteria = [
        {
            "key": key,
            "texts": {"en": key.title(), "zh-hans": f"标准{key}"},
            "points": points,
            "standard": "",
            "critical": critical,
        }
        for key, points, critical in rows
    ]
    return Rubric.objects.create(
        code=code, titles={"en": "Reception practical", "zh-hans": "接待实操"}, criteria=criteria, pass_mark=pass_mark
    )


def form_id() -> uuid.UUID:
    """A new one each time, the same in every run."""
    return uuid.UUID(int=next(_numbers))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def during() -> datetime:
    return START + minutes(5)
