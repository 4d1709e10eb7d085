"""What learning has to say in the morning's mail: to learners what is due, to managers how their team stands."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from foundation.notifications.digests import Line, Lines, daily, weekly
from people.models import Posting, Role, RoleGrant, Unit
from training.models import Booking, BookingState, Enrolment
from training.rules.reminders import BEFORE, LATE_AT_MOST, LATE_EVERY, reminds


@daily
def due_courses(users: Sequence[int], today: date) -> Lines:
    """Courses to be reminded of today, at one query."""
    span = (today - timedelta(days=LATE_EVERY * LATE_AT_MOST), today + timedelta(days=max(BEFORE)))
    asked = Enrolment.objects.filter(
        employee__user__in=users, completed_at=None, withdrawn_at=None, course__published=True, due_on__range=span
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for enrolment in asked.select_related("course", "employee").order_by("due_on"):
        if enrolment.due_on is None or not reminds(enrolment.due_on, today) or _closed(enrolment, today):
            continue
        days = (enrolment.due_on - today).days
        found[enrolment.employee.user_id or 0].append(
            Line(
                "training.late" if days < 0 else "training.due",
                {"course": enrolment.course.titles, "days": abs(days), "due_on": enrolment.due_on.isoformat()},
                enrolment.course.get_absolute_url(),
                pressing=days <= 1,
            )
        )
    return found


def _closed(enrolment: Enrolment, today: date) -> bool:
    return enrolment.opens_on is not None and enrolment.opens_on > today


@daily
def sessions_tomorrow(users: Sequence[int], today: date) -> Lines:
    """Places booked for today and tomorrow, at one query."""
    booked = Booking.objects.filter(
        employee__user__in=users,
        state=BookingState.BOOKED,
        session__cancelled_at=None,
        session__starts_at__date__range=(today, today + timedelta(days=1)),
    ).select_related("session__course", "employee")
    found: dict[int, list[Line]] = defaultdict(list)
    for booking in booked:
        session = booking.session
        values = {"course": session.course.titles, "starts_at": session.starts_at.isoformat(), "place": session.place}
        found[booking.employee.user_id or 0].append(
            Line("training.session_soon", values, reverse("training:session", args=[session.pk]), pressing=True)
        )
    return found


@weekly
def team(users: Sequence[int], today: date) -> Lines:
    """To each manager: how many courses of their people are late, and how many fall due this week."""
    grants = RoleGrant.objects.filter(user__in=users, role=Role.MANAGER).select_related("unit")
    tops: dict[int, list[Unit]] = defaultdict(list)
    for grant in grants:
        tops[grant.user_id].append(grant.unit)
    counts = _counts_by_path(today) if tops else {}
    found: dict[int, list[Line]] = {}
    for user, units in tops.items():
        paths = tuple({unit.path for unit in units})
        late = sum(count[0] for path, count in counts.items() if path.startswith(paths))
        soon = sum(count[1] for path, count in counts.items() if path.startswith(paths))
        lines = []
        if late:
            lines.append(Line("training.team_late", {"late": late}, reverse("scorecards:team"), pressing=True))
        if soon:
            lines.append(Line("training.team_soon", {"soon": soon}, reverse("scorecards:team")))
        if lines:
            found[user] = lines
    return found


def _counts_by_path(today: date) -> dict[str, tuple[int, int]]:
    """Path of a unit → (late, due within a week) courses of the people posted there today. One query."""
    staff = Posting.objects.on(today).filter(employee__enrolments__completed_at=None)
    open_ones = Q(
        employee__enrolments__completed_at=None,
        employee__enrolments__withdrawn_at=None,
        employee__enrolments__course__published=True,
    )
    due = "employee__enrolments__due_on"
    late = open_ones & Q(**{f"{due}__lt": today})
    soon = open_ones & Q(**{f"{due}__range": (today, today + timedelta(days=7))})
    rows = (
        staff.order_by()
        .values_list("unit__path")
        .annotate(
            late=Count("employee__enrolments", filter=late, distinct=True),
            soon=Count("employee__enrolments", filter=soon, distinct=True),
        )
    )
    return {path: (few, many) for path, few, many in rows}
