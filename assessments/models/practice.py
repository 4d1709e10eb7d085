from django.db import models

from assessments.models.question import Question
from people.models import Employee


class PracticeCard(models.Model):
    """How well somebody remembers a question: the state of the spaced-repetition algorithm, and when it comes again."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="practice_cards")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="practice_cards")
    state = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    lapses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "question"], name="practice_card_once")]
        indexes = [models.Index(fields=["employee", "due_at"], name="practice_due")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.question_id}"


class PracticeDay(models.Model):
    """The questions somebody practises on one day, and what they answered; the same five however often they look.

    `items`: [{"question", "version", "chosen" or null, "right" or null}] in order.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="practice_days")
    day = models.DateField()
    items = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "day"], name="practice_once_a_day")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.day}"
