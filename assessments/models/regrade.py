from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempt import Attempt
from assessments.models.question import Question
from assessments.models.quiz import Quiz
from assessments.querysets import RegradeQuerySet
from foundation.fields import FixedPointField


class Regrade(models.Model):
    """A change to what answers earn, reviewed before it is applied, and undoable.

    `kind` and `change`: key {"right": …, "details": …, "versions": [numbers whose key it replaces]}; credit (everybody
    gets the full mark) and drop (counts in no total) {"versions": […]}; weight {"max_mark": text}. What the change
    made elsewhere stands there too, so that it can be undone: "version" (the number of the new version), "weights".
    `stamp`, `counts`: of the rows as they were last worked out, at `looked_at`.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("another key")
        CREDIT = "credit", _("void: full mark for everybody")
        DROP = "drop", _("void: left out for everybody")
        WEIGHT = "weight", _("another weight")

    class State(models.TextChoices):
        DRAFT = "draft", _("being reviewed")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        REJECTED = "rejected", _("not applied")

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="regrades")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="regrades")
    kind = models.CharField(max_length=10, choices=Kind)
    change = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    stamp = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    looked_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.question_id}"


class RegradeRow(models.Model):
    """What a regrade does, or did, to one attempt: enough to review it, to undo it, and to show it later.

    `certificate`: what the new outcome means for a certificate, as assessments.consequences names it, or ''.
    `told_at`: when what follows from the row as it now stands was announced.
    """

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
    marked_before = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=10, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["regrade", "attempt"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_row_once")]
        indexes = [
            models.Index(fields=["regrade"], condition=models.Q(told_at=None), name="regrade_row_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.attempt_id}"
