from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.standard import Standard
from assessments.querysets import QuestionVersionQuerySet
from foundation.fields import FixedPointField


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one answer")
    MULTIPLE = "multiple", _("several answers")


class Question(models.Model):
    """The identity of a question; what is asked stands in its versions."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind)
    standards = models.ManyToManyField(Standard, blank=True, related_name="questions")

    class Meta:
        ordering = ["code"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """What was asked at one time, in every language. Never changed: an edit is a new version.

    `wording`: language → {"stem": text, "options": {key: text}, "feedback": text}.
    `options`: the option keys in their order. `right`: the keys that are right.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    wording = models.JSONField()
    options = models.JSONField()
    right = models.JSONField()
    mark = FixedPointField(_("mark"), places=4)
    created_at = models.DateTimeField()

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_once")]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"
