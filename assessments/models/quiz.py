from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.question import Question
from foundation.fields import FixedPointField
from foundation.wording import worded


class Quiz(models.Model):
    """A set of questions with a pass mark, in percent."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    titles = models.JSONField(_("title"), default=dict)
    pass_mark = FixedPointField(_("pass mark"), places=2)
    questions = models.ManyToManyField(Question, through="QuizItem", related_name="quizzes")

    class Meta:
        ordering = ["code"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)


class QuizItem(models.Model):
    """A question's place in a quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["quiz", "order"]
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="quiz_item_once")]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.order}"
