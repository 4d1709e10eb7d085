from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.question import Question, QuestionVersion
from foundation.models import Job


class ImportFate(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class QuestionImport(models.Model):
    """A file of questions: kept, read, looked at, and taken over once.

    `defaults`: language and encoding of the file, and what questions get of which it says nothing. `problem`: why the
    file as a whole cannot be read. `counts`: fate → how many. `taken_at`: since when its questions are in the bank;
    the file goes then.
    """

    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=20)
    file = models.FileField(upload_to="question-imports/", blank=True, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    defaults = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("sent at"))
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("question import")
        verbose_name_plural = _("question imports")

    def __str__(self) -> str:
        return self.name


class ImportedQuestion(models.Model):
    """One question of a file: what it would become, or why it is refused.

    `draft`: wording, options, right, details, mark and what it is about, as they would be written; {} if refused.
    `said`: the reason of a refusal, or what of the question is not taken over, a sentence each.
    """

    source = models.ForeignKey(QuestionImport, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    code = models.CharField(_("code"), max_length=80, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    fate = models.CharField(max_length=10, choices=ImportFate)
    draft = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    question = models.ForeignKey(Question, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(QuestionVersion, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["source", "order"]
        constraints = [models.UniqueConstraint(fields=["source", "order"], name="imported_question_once")]
        indexes = [models.Index(fields=["source", "fate"], name="imported_question_fate")]

    def __str__(self) -> str:
        return self.code or self.name
