from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField
from people.models import Position
from scorecards.models.plan import Plan

DEFAULT_BANDS = "S:110;A:95;B:80;C:60;D:0"
DEFAULT_FEEDBACK_WEIGHTS = "manager:40;peer:30;report:20;customer:10"


class Cycle(models.Model):
    """A stretch of days that is reviewed as one. Closed, it takes no more facts and no new scores."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    bands = models.CharField(_("grade bands"), max_length=200, default=DEFAULT_BANDS)
    min_coverage = FixedPointField(_("minimum coverage"), places=6, default=0)
    min_raters = models.PositiveIntegerField(_("minimum raters"), default=3)
    feedback_weights = models.CharField(_("feedback weights"), max_length=200, default=DEFAULT_FEEDBACK_WEIGHTS)
    scored_at = models.DateTimeField(_("scored at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    feedback_sealed_at = models.DateTimeField(null=True, blank=True)  # from then on no answer has a rater

    class Meta:
        ordering = ["-starts_on", "code"]
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cycle_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(min_raters__gte=3), name="cycle_three_raters_or_more"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class CyclePlan(models.Model):
    """Which plan a position is judged by in a cycle; without a position: everyone else."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="cycle_plans")
    position = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cycle_plans")

    class Meta:
        verbose_name = _("cycle plan")
        verbose_name_plural = _("cycle plans")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "position"],
                condition=models.Q(position__isnull=False),
                name="cycle_plan_position_once",
            ),
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(position__isnull=True), name="cycle_plan_general_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.plan_id}"
