from django.db import models

from assessments.models.question import Question
from people.models import Employee


class PracticeCard(models.Model):
    """How well somebody remembers a question: the state of the spaced-repetition algorithm, and when it comes again.

    `state`: {"stability": days, "difficulty": 1 to 10, "last": day of the last review, "due": day it comes again}, or
    empty before the first review. `due_at`: when that day begins, by the person's clock. `last_at`: when the last
    review was. `lapses`: how often it was answered wrongly after it had been met before.
    """

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

    `items`: [{"question", "version", "shown", "chosen", "right", "due"}] in order: the keys of question and version,
    the option keys as they are shown, the answer ([] if somebody did not know), whether it was "right", "partly" right
    or "wrong", and the day on which the question comes again; the last three are null until it was answered.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="practice_days")
    day = models.DateField()
    items = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "day"], name="practice_once_a_day")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.day}"
