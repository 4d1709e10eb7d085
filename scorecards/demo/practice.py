"""Three days on which the employee of the demo chain has practised, so that today's five follow from something."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assessments import practice, types
from assessments.actions import practice as actions
from assessments.models import PracticeDay
from people.models import Employee
from scorecards.demo.people import CAST

DAYS = 3
SLIPS = {1: (2,), 2: (), 3: (4,)}  # days ago → which of the five they did not know


def remember(at: datetime) -> None:
    """Draw and answer the questions of the last three days. Once."""
    newcomer = Employee.objects.select_related("user").filter(employee_no=CAST["employee"][0]).first()
    if newcomer is None or newcomer.user is None or PracticeDay.objects.filter(employee=newcomer).exists():
        return
    zone = ZoneInfo(newcomer.user.timezone)
    for ago in range(DAYS, 0, -1):
        when = at - timedelta(days=ago)
        if day := actions.draw(newcomer, at=when, zone=zone):
            _answer(newcomer, day, SLIPS[ago], when, zone)


def _answer(employee: Employee, day: PracticeDay, slips: tuple[int, ...], when: datetime, zone: ZoneInfo) -> None:
    for one in practice.asked(day, when):
        best = types.of(one.version.question.kind).best(one.version, "zh-hans")
        given = None if one.order in slips else best
        actions.answer(employee, day.pk, one.order, given, at=when + timedelta(minutes=one.order), zone=zone)
