from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Employee, Unit
from training.models.course import Course
from training.querysets import BookingQuerySet, SessionQuerySet


class SessionKind(models.TextChoices):
    CLASSROOM = "classroom", _("classroom")
    PRACTICAL = "practical", _("practical")


class Session(models.Model):
    """A meeting of a course, with places; who comes too late waits in line.

    `unit`: whose people it is offered to, with everything below; blank: everybody. `key`: the secret behind
    the attendance code on the trainer's screen.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("course"))
    kind = models.CharField(_("kind"), max_length=10, choices=SessionKind, default=SessionKind.CLASSROOM)
    place = models.CharField(_("place"), max_length=200)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered to")
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("trainer")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    places = models.PositiveIntegerField(_("places"))
    note = models.TextField(_("note"), blank=True)
    key = models.CharField(max_length=64, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    taken: int  # filled by SessionQuerySet.with_places
    waiting: int

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.starts_at:%Y-%m-%d}"


class BookingState(models.TextChoices):
    BOOKED = "booked", _("booked")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("given back")
    ATTENDED = "attended", _("attended")
    ABSENT = "absent", _("absent")

    @classmethod
    def holding(cls) -> "tuple[BookingState, ...]":
        """The states in which somebody has a place."""
        return cls.BOOKED, cls.ATTENDED


class Booking(models.Model):
    """Somebody's place in a session, or in its waiting line."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(_("state"), max_length=10, choices=BookingState)
    asked_at = models.DateTimeField(_("asked at"))
    attended_at = models.DateTimeField(_("attended at"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=4, choices=[("code", _("by code")), ("list", _("by list"))], blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["session", "asked_at", "pk"]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [models.UniqueConstraint(fields=["session", "employee"], name="booking_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.employee_id}"
