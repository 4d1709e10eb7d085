from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.wording import worded
from people.models import Employee, Position, Unit
from training.models.course import Course
from training.querysets import PathAssignmentQuerySet

if TYPE_CHECKING:
    from training.paths import MyPath


class Audience(models.TextChoices):
    NEW = "new", _("new employees")
    IN_SERVICE = "in-service", _("employees in service")
    PROMOTION = "promotion", _("employees about to be promoted")


class Path(models.Model):
    """Courses in an order, for people of one kind. Its rules say for whom.

    `choose`: name of an elective group → how many of its courses are to be taken. `version` grows with every
    saving: what was read before is then stale.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True, allow_unicode=True)
    titles = models.JSONField(_("title"), default=dict)
    summaries = models.JSONField(_("summary"), default=dict)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    choose = models.JSONField(_("electives"), default=dict, blank=True)
    certificate = models.BooleanField(_("gives a certificate"), default=False)
    valid_months = models.PositiveIntegerField(_("certificate valid for (months)"), null=True, blank=True)
    active = models.BooleanField(_("assigns people"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)

    @property
    def summary(self) -> str:
        return worded(self.summaries)


class PathStep(models.Model):
    """A course in a path: after which others, how long to wait, by when. Days count from the assignment's start.

    `group`: the elective group it belongs to; blank: everybody takes it.
    """

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="steps")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="steps", verbose_name=_("course"))
    order = models.PositiveIntegerField(_("order"))
    group = models.CharField(_("elective group"), max_length=40, blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    wait_days = models.PositiveIntegerField(_("opens after (days)"), default=0)
    due_days = models.PositiveIntegerField(_("due after (days)"), null=True, blank=True)

    class Meta:
        ordering = ["path", "order"]
        constraints = [models.UniqueConstraint(fields=["path", "course"], name="path_step_once")]

    def __str__(self) -> str:
        return f"{self.path_id}: {self.order}"


class PathRule(models.Model):
    """Who gets a path: all that is filled in must hold. Several rules of a path: one is enough.

    Units count with everything below them.
    """

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="rules")
    positions = models.ManyToManyField(Position, blank=True, related_name="+", verbose_name=_("positions"))
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))
    hired_from = models.DateField(_("hired from"), null=True, blank=True)
    hired_until = models.DateField(_("hired until"), null=True, blank=True)
    served_from = models.PositiveIntegerField(_("with us for at least (days)"), null=True, blank=True)
    served_until = models.PositiveIntegerField(_("with us for at most (days)"), null=True, blank=True)
    level_from = models.IntegerField(_("level from"), null=True, blank=True)
    level_until = models.IntegerField(_("level until"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.path_id}: {self.pk}"


class PathAssignment(models.Model):
    """Somebody is on a path, from a day on, because of their posting then; `ended_at` once the rules let go.

    `by_hand`: a person chose it; rules neither give nor take it. `served_days`: days since they were hired, on the
    day they came onto the path.
    """

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="assignments")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="path_assignments")
    position = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(_("by hand"), default=False)
    starts_on = models.DateField(_("starts on"))
    served_days = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField(_("assigned at"))
    completed_at = models.DateTimeField(_("completed at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = PathAssignmentQuerySet.as_manager()

    mine: "MyPath"  # filled by the list of the people on a path

    class Meta:
        ordering = ["path", "employee"]
        verbose_name = pgettext_lazy("on a path", "person")
        verbose_name_plural = pgettext_lazy("on a path", "people")
        constraints = [
            models.UniqueConstraint(
                fields=["path", "employee"], condition=models.Q(ended_at__isnull=True), name="path_assignment_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path_id}: {self.employee_id}"
