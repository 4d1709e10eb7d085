from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempt import Attempt, AttemptItem
from assessments.models.question import Question
from assessments.models.quiz import Quiz
from foundation.fields import FixedPointField


class Mark(models.Model):
    """What one marker gave for one essay or file. `points`: rubric criterion → points."""

    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.BooleanField(_("second marker"), default=False)
    points = models.JSONField(default=dict)
    mark = FixedPointField(_("mark"), places=4)
    comment = models.TextField(_("comment"), blank=True)
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        ordering = ["item", "second", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "marker"], name="mark_once_a_marker"),
            models.UniqueConstraint(fields=["item", "second"], name="mark_first_and_second"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.marker_id}"


class Regrade(models.Model):
    """A change to what answers earn, reviewed before it is applied, and undoable.

    `kind` and `change`: key {"right": …, "details": …}; credit (everybody gets the full mark); drop (counts in no
    total); weight {"max_mark": text}.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("another key")
        CREDIT = "credit", _("void: full mark for everybody")
        DROP = "drop", _("void: left out for everybody")
        WEIGHT = "weight", _("another weight")

    class State(models.TextChoices):
        DRAFT = "draft", _("being reviewed")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")
        REJECTED = "rejected", _("not applied")

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="regrades")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="regrades")
    kind = models.CharField(max_length=10, choices=Kind)
    change = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.question_id}"


class RegradeRow(models.Model):
    """What a regrade did to one attempt: enough to undo it, and to show it later."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="rows")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="regrade_rows")
    mark_before = FixedPointField(places=7, null=True)
    mark_after = FixedPointField(places=7, null=True)
    max_before = FixedPointField(places=7)
    max_after = FixedPointField(places=7)
    dropped_before = models.BooleanField(default=False)
    dropped_after = models.BooleanField(default=False)
    percent_before = FixedPointField(places=2, null=True)
    percent_after = FixedPointField(places=2, null=True)
    passed_before = models.BooleanField(null=True)
    passed_after = models.BooleanField(null=True)

    class Meta:
        ordering = ["regrade", "attempt"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_row_once")]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.attempt_id}"
