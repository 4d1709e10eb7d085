from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.enrolment import Enrolment


class Stage(models.TextChoices):
    AFTER = "after", _("right after the course")
    FOLLOW_UP = "follow-up", _("some time later")


class SurveyAnswer(models.Model):
    """What somebody says of a course: right after it, and when it has had time to show in their work.

    `answers`: question key of training.rules.survey → 1 to 5.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="surveys")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    answers = models.JSONField(default=dict)
    comment = models.TextField(_("comment"), blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["-answered_at"]
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        constraints = [models.UniqueConstraint(fields=["enrolment", "stage"], name="survey_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.stage}"
