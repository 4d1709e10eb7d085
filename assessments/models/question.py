from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.standard import Competency, Standard
from assessments.querysets import QuestionQuerySet, QuestionVersionQuerySet
from foundation.fields import FixedPointField


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one answer")
    MULTIPLE = "multiple", _("several answers")
    TRUE_FALSE = "true-false", _("true or false")
    NUMERIC = "numeric", _("a number")
    SHORT_TEXT = "short-text", _("a short text")
    MATCHING = "matching", _("matching")
    ORDERING = "ordering", _("putting in order")
    GAPS = "gaps", _("filling gaps")
    SCENARIO = "scenario", _("scenario with branches")
    ESSAY = "essay", _("essay")
    FILE = "file", _("a file")
    MARKS = "marks", _("marks from elsewhere")


class Difficulty(models.TextChoices):
    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


class Question(models.Model):
    """The identity of a question and what it is about; what is asked stands in its versions.

    `course`: the code of the course it belongs to, or ''. A retired question is drawn and added no more.
    """

    code = models.CharField(_("code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind)
    standards = models.ManyToManyField(Standard, blank=True, related_name="questions", verbose_name=_("standards"))
    competencies = models.ManyToManyField(
        Competency, blank=True, related_name="questions", verbose_name=_("competencies")
    )
    course = models.CharField(_("course"), max_length=60, blank=True, db_index=True)
    category = models.CharField(_("category"), max_length=200, blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """What was asked at one time, in every language. Never changed: an edit is a new version.

    `wording`: language → {"stem": clean HTML, "feedback": text, and the texts that its kind has}. `options`, `right`
    and `details` are shaped by the kind; each kind's own module in assessments/types/ says how. `mark`: what a
    perfect answer earns. Of kind `marks` there is one version without wording. `note`: what changed against the
    version before.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    wording = models.JSONField()
    options = models.JSONField()
    right = models.JSONField()
    details = models.JSONField(default=dict)
    mark = FixedPointField(_("mark"), places=4)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_once")]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"


class QuestionPicture(models.Model):
    """A picture that questions show, kept once for each content. Served to whoever may see the question."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to="questions/%Y/%m/")
    media_type = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.sha256[:12]
