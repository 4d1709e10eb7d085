from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.question import QuestionVersion
from assessments.models.quiz import Quiz
from assessments.querysets import AttemptQuerySet
from foundation.fields import FixedPointField
from people.models import Employee


class Attempt(models.Model):
    """One sitting of a quiz. Graded on the server, once, when it is handed in."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField(_("attempt"))
    started_at = models.DateTimeField(_("started at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    percent = FixedPointField(_("score"), places=2, null=True, blank=True)
    pass_mark = FixedPointField(_("pass mark"), places=2)
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "employee", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["quiz", "employee"],
                condition=models.Q(submitted_at__isnull=True),
                name="attempt_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.employee_id}/{self.number}"


class AttemptItem(models.Model):
    """One question of an attempt: the version shown, what was answered and when, the mark given."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list)
    saved_at = models.DateTimeField(null=True, blank=True)
    mark = FixedPointField(places=4, null=True, blank=True)

    class Meta:
        ordering = ["attempt", "order"]
        constraints = [models.UniqueConstraint(fields=["attempt", "order"], name="attempt_item_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.order}"
