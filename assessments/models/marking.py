from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempt import AttemptItem
from assessments.models.quiz import Quiz
from assessments.querysets import MarkQuerySet
from foundation.fields import FixedPointField


class Turn(models.IntegerChoices):
    FIRST = 1, _("first marker")
    SECOND = 2, _("second marker")
    THIRD = 3, _("third look")


class Mark(models.Model):
    """What one marker gave for one essay or file. `points`: rubric criterion → points.

    `mark`: what the points earned of the full mark as it then was. The third look, where the first two are too far
    apart, is the one that counts.
    """

    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(_("marker"), choices=Turn, default=Turn.FIRST)
    points = models.JSONField(default=dict)
    mark = FixedPointField(_("mark"), places=4)
    comment = models.TextField(_("comment"), blank=True)
    marked_at = models.DateTimeField(_("marked at"))
    changed_at = models.DateTimeField(_("changed at"), null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["item", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["item", "marker"], name="mark_once_a_marker"),
            models.UniqueConstraint(fields=["item", "turn"], name="mark_once_a_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.marker_id}"


class MarkDraft(models.Model):
    """What somebody has written down for an answer without having given the mark yet.

    `points`: criterion → what stands in its field, as text. `seen_at`: when the answer was last open before them.
    """

    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="mark_drafts")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    points = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "marker"], name="mark_draft_once_a_marker")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.marker_id}"


class MarkingRule(models.Model):
    """How the answers of one quiz are marked; without one: once, and blind.

    `apart`: two marks that differ by more percent of the full mark than this go to a third look.
    """

    quiz = models.OneToOneField(Quiz, on_delete=models.CASCADE, related_name="marking_rule")
    twice = models.BooleanField(_("two people mark every answer"), default=False)
    apart = FixedPointField(_("third look from a difference above (percent)"), places=2, default=25)
    blind = models.BooleanField(_("markers do not see whose answer it is"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(apart__gte=0, apart__lte=100), name="marking_rule_apart_percent")
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}"
