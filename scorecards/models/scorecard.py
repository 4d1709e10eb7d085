from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField
from people.models import Employee, Position, Unit
from scorecards.models.cycle import Cycle
from scorecards.models.plan import Plan, PlanLine
from scorecards.querysets import ScorecardQuerySet


class Scorecard(models.Model):
    """One person's result in one cycle, with the place and post they were judged in.

    `reason` is "" or `code:argument`, worded by scorecards.reasons: `line_missing:kpi net-sales`, …
    """

    class Status(models.TextChoices):
        SCORED = "scored", _("scored")
        INCOMPLETE = "incomplete", _("incomplete")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="scorecards")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="scorecards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    score = FixedPointField(_("score"), places=2, null=True)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    coverage = FixedPointField(_("coverage"), places=2)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    reason = models.TextField(_("reason"), blank=True)
    rules_version = models.CharField(max_length=10)
    computed_at = models.DateTimeField(_("computed at"))

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "employee__employee_no"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [models.UniqueConstraint(fields=["cycle", "employee"], name="scorecard_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.employee_id}"


class ScorecardLine(models.Model):
    """One line of a card: what was reached, what was aimed at, how it was judged, how much it counts."""

    class Status(models.TextChoices):
        COUNTED = "counted", _("counted")
        DROPPED = "dropped", _("left out")
        ZEROED = "zeroed", _("counted with its floor")
        MISSING = "missing", _("missing")

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines", db_index=False)
    plan_line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = FixedPointField(_("value"), places=6, null=True)
    target = FixedPointField(_("target"), places=6, null=True)
    line_score = FixedPointField(_("line score"), places=4, null=True)
    weight = FixedPointField(_("weight"), places=6)
    effective_weight = FixedPointField(_("effective weight"), places=4, null=True)
    status = models.CharField(_("status"), max_length=8, choices=Status)

    class Meta:
        ordering = ["card", "plan_line__order"]
        verbose_name = _("scorecard line")
        verbose_name_plural = _("scorecard lines")
        constraints = [models.UniqueConstraint(fields=["card", "plan_line"], name="scorecard_line_once")]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.plan_line_id}"
