from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from people.models import Employee, Posting, Role, Unit

if TYPE_CHECKING:
    from people.models import User
    from training.models import Booking, Certificate, Enrolment, PathAssignment, Session, Signature

RUNS_SESSIONS = (Role.TRAINER, Role.HR)


class EnrolmentQuerySet(QuerySet["Enrolment"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def current(self) -> Self:
        """The latest round of each person in each course, unless it was withdrawn."""
        later = self.model._default_manager.filter(
            employee=OuterRef("employee"), course=OuterRef("course"), round__gt=OuterRef("round"), withdrawn_at=None
        )
        return self.filter(~Exists(later), withdrawn_at=None)

    def untouched(self) -> Self:
        """Open rounds that a path gave and nobody has begun."""
        return self.filter(completed_at=None, withdrawn_at=None, started_at=None, reason__startswith="path:")

    def with_course(self) -> Self:
        """With the course, its final quiz and `questions`, the number of questions in that quiz."""
        return self.select_related("course__quiz").annotate(questions=Count("course__quiz__items"))


class CertificateQuerySet(QuerySet["Certificate"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def valid_on(self, day: date) -> Self:
        """Certificates in force on that day: issued, not yet expired, not yet revoked."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            issued_on__lte=day,
        )


class PathAssignmentQuerySet(QuerySet["PathAssignment"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))


class SignatureQuerySet(QuerySet["Signature"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))


class SessionQuerySet(QuerySet["Session"]):
    def visible_to(self, user: "User | Any", on: date | None = None) -> Self:
        """What an employee finds: the sessions of the courses they take that are offered to their unit on that
        day (default: today), and whichever they have, or had, a place in."""
        from training.models import Booking, Enrolment

        if not user.is_authenticated:
            return self.none()
        mine = Enrolment.objects.own(user).current().filter(course=OuterRef("course"))
        booked = Booking.objects.own(user).filter(session=OuterRef("pk"))
        offered = Q(unit=None) | Q(unit__in=_units_above(user, on or localdate()))
        return self.filter(Q(Exists(booked)) | (Q(Exists(mine)) & offered))

    def run_by(self, user: "User | Any") -> Self:
        """What somebody runs in the back office: the sessions they train, those offered within the units over
        which they are trainer or HR, and, from a unit that stands below no other, those offered to everybody."""
        if not user.is_authenticated:
            return self.none()
        units = Unit.objects.granted_to(user, RUNS_SESSIONS)
        everywhere = Unit.objects.filter(depth=1, grants__user=user, grants__role__in=RUNS_SESSIONS)
        return self.filter(Q(trainer=user) | Q(unit__in=units) | (Q(unit=None) & Q(Exists(everywhere))))

    def with_places(self) -> Self:
        """With `taken`, the places that are given, and `waiting`, how many wait for one."""
        from training.models import BookingState

        return self.annotate(
            taken=Count("bookings", filter=Q(bookings__state__in=BookingState.holding())),
            waiting=Count("bookings", filter=Q(bookings__state=BookingState.WAITING)),
        )


def _units_above(user: "User | Any", day: date) -> QuerySet[Unit]:
    """The unit somebody works in on that day, and every unit above it."""
    paths = Posting.objects.on(day).filter(employee__user=user).values_list("unit__path", flat=True)
    step = Unit.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    return Unit.objects.filter(path__in=above)


class BookingQuerySet(QuerySet["Booking"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def in_line(self) -> Self:
        """Those who wait, the first in line first."""
        return self.filter(state="waiting").order_by("asked_at", "pk")
